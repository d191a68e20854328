//! What the lives of all seeds came to: a simulation in which nothing happens proves nothing.

macro_rules! stats {
    ($($name:ident),* $(,)?) => {
        #[derive(Debug, Default, Clone)]
        pub struct Stats {
            $(pub $name: u64,)*
        }

        impl Stats {
            pub fn add(&mut self, other: &Self) {
                $(self.$name += other.$name;)*
            }

            pub fn assert_lively(&self) {
                $(assert!(self.$name >= 20, "hardly ever: {}\n{self:#?}", stringify!($name));)*
            }
        }
    };
}

stats! {
    submitted,
    accepted,
    accepted_without_effect,
    rejected,
    lost_by_restore,
    rejected_after_restore,
    requests_dropped,
    requests_doubled,
    answers_dropped,
    late_answers_ignored,
    crashes_before_a_write,
    crashes_after_a_write,
    starts_from_a_checkpoint,
    starts_with_a_waiting_command,
    authority_restarts,
    restores,
    epoch_changes,
    repeated_commands,
    audiences_won,
    audiences_lost,
    answers_with_more,
    asked_ahead,
    sent_ahead,
    lost_when_sent_ahead,
    taken_without_room,
    decided_again,
    counts_used_twice,
    news_taken,
    news_known_already,
    news_beyond_the_phone,
    news_dropped,
    news_doubled,
    anonymous_opinions,
    motions_closed,
    ballots_changed,
    slips,
    sealed_closed,
    sealed_found,
    unknown_commands,
    left_waiting,
    needs_taken,
    removals,
    inspections,
    amended_by_another_phone,
    findings_closed,
    opinions_merged,
    attended,
    minutes_written,
    promises_done,
}
