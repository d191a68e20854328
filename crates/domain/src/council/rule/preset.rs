//! The rules that every community has.

use super::{Approval, Base, Participation, Rule, Share};

impl Rule {
    /// The rules that every community has.
    #[must_use]
    pub fn presets() -> Vec<Self> {
        const HALF: Share = Share::new(1, 2);
        const TWO_THIRDS: Share = Share::new(2, 3);
        const THREE_QUARTERS: Share = Share::new(3, 4);
        let by_heads = |base, share, strict| Approval {
            base,
            heads: Some(share),
            area: None,
            strict,
        };
        let by_both = |share, strict| Approval {
            base: Base::Participants,
            heads: Some(share),
            area: Some(share),
            strict,
        };
        let article_278 = Participation {
            heads: Some(TWO_THIRDS),
            area: Some(TWO_THIRDS),
            strict: false,
        };
        let preset = |name: &str, since: &str, source: &str, participation, approval| Self {
            name: name.into(),
            version: 1,
            since: since.into(),
            source: source.into(),
            notice_days: 0,
            participation,
            approval,
        };
        let custom = "居民议事会议事规则";
        let law = "《中华人民共和国民法典》第二百七十八条";
        vec![
            preset(
                "simple_majority",
                "2018-01-01",
                custom,
                None,
                by_heads(Base::Participants, HALF, true),
            ),
            preset(
                "representatives_council",
                "2018-01-01",
                custom,
                Some(Participation {
                    heads: Some(HALF),
                    area: None,
                    strict: true,
                }),
                by_heads(Base::Participants, HALF, true),
            ),
            preset(
                "absolute_majority",
                "2018-01-01",
                custom,
                None,
                by_heads(Base::Electorate, HALF, true),
            ),
            preset(
                "two_thirds",
                "2018-01-01",
                custom,
                None,
                by_heads(Base::Participants, TWO_THIRDS, false),
            ),
            preset(
                "civil_code_278_ordinary",
                "2021-01-01",
                law,
                Some(article_278),
                by_both(HALF, true),
            ),
            preset(
                "civil_code_278_special",
                "2021-01-01",
                law,
                Some(article_278),
                by_both(THREE_QUARTERS, false),
            ),
        ]
    }

    /// The preset of that name.
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        Self::presets().into_iter().find(|rule| rule.name == name)
    }
}
