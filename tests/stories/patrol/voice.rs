//! Notes by voice where the browser offers it: what is said stands in the note and is kept, also the last words.

use anyhow::{Result, ensure};
use serde_json::Value;
use yishi_tests::Engine;

use super::{FRIDAY, Walk};
use crate::people::{Phone, on_both};

const LICENCE: &str = "营业执照在显著位置公示";
const NEXT: &str = "从业人员健康证在有效期内";
const SPEAK: &str = "说话输入";

/// A browser that offers no recognition, as most of WeChat's.
const DEAF: &str = "delete globalThis.SpeechRecognition; delete globalThis.webkitSpeechRecognition";

/// A browser that listens as Chromium does: it tells what it has heard some time after it was said, also after the stop,
/// and says that it has ended. What it hears is `say(…)` in the page; `deny(…)` is its error of that name.
const LISTENING: &str = "
    (() => {
      let ear = null;
      globalThis.SpeechRecognition = undefined;
      globalThis.webkitSpeechRecognition = class {
        start() {
          if (ear) throw new DOMException('already started', 'InvalidStateError');
          ear = { told: this, heard: [], last: '' };
        }
        stop() {
          const { last } = ear ?? {};
          setTimeout(() => { if (last) globalThis.say(last); end(this); }, 120);
        }
        abort() { end(this); }
      };
      const end = (one) => {
        if (ear?.told !== one) return;
        ear = null;
        one.onend?.(new Event('end'));
      };
      globalThis.say = (transcript) => {
        const { told, heard } = ear;
        heard.push(Object.assign([{ transcript, confidence: 0.9 }], { isFinal: true }));
        told.onresult?.(Object.assign(new Event('result'), { resultIndex: heard.length - 1, results: heard }));
        return told.lang;
      };
      globalThis.begin_to_say = (transcript) => { ear.last = transcript; return true; };
      globalThis.deny = (error) => {
        const { told } = ear;
        told.onerror?.(Object.assign(new Event('error'), { error }));
        end(told);
        return true;
      };
    })()";

impl Phone {
    /// Somebody speaks to it, and it has understood.
    async fn hear(&self, words: &str) -> Result<String> {
        self.eval(&format!("return say({})", Value::from(words)))
            .await
    }

    /// Somebody is speaking; it will have understood a moment later.
    async fn begin_to_hear(&self, words: &str) -> Result<bool> {
        self.eval(&format!("return begin_to_say({})", Value::from(words)))
            .await
    }

    /// Listening fails.
    async fn deny(&self, why: &str) -> Result<bool> {
        self.eval(&format!("return deny({})", Value::from(why)))
            .await
    }

    /// What the note beside the answer says.
    async fn note(&self) -> Result<String> {
        self.eval("return document.querySelector('.detail textarea').value")
            .await
    }

    async fn opens_again(&mut self, script: &str) -> Result<()> {
        self.restart_with_script(script).await?;
        self.open_app().await
    }
}

async fn a_note_is_spoken(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    walk.phone.opens_again(DEAF).await?;
    walk.open().await?;
    walk.phone.tap("css=.verdict.bad").await?;
    walk.phone.see("写清问题（选填）").await?;
    ensure!(!walk.phone.shows(SPEAK).await?);

    // With gloves on one speaks; the battery does not last.
    walk.phone.opens_again(LISTENING).await?;
    walk.open().await?;
    walk.phone.see("写清问题（选填）").await?;
    walk.phone.fill("写清问题（选填）", "柜台：").await?;
    walk.phone.tap(SPEAK).await?;
    walk.phone.see("说完了").await?;
    walk.phone.see("正在听，请对着手机说。").await?;
    walk.phone.screenshot("patrol-voice").await?;
    let lang = walk.phone.hear("执照压在柜台下面，").await?;
    ensure!(lang == "zh-CN", "{lang}");
    walk.phone.hear("看不见。").await?;
    ensure!(walk.phone.note().await? == "柜台：执照压在柜台下面，看不见。");
    walk.phone.tap("说完了").await?;
    walk.phone.see(SPEAK).await?;
    walk.phone.settle().await?;
    walk.phone.crash().await?;
    walk.phone.open_app().await?;
    walk.open().await?;
    ensure!(walk.phone.asked().await? == LICENCE);
    ensure!(walk.phone.note().await? == "柜台：执照压在柜台下面，看不见。");

    what_does_not_work_is_told(&walk).await?;
    the_last_words_are_kept(&mut walk).await?;
    too_many_words_are_told(&walk).await?;
    walk.phone.finish_inspection().await?;
    walk.phone.sent().await?;
    walk.device.sync().await?;
    let (_, finding) = walk.device.finding(walk.shop, LICENCE)?;
    ensure!(
        finding.note == "执照压在柜台下面，店主说马上挂。",
        "{finding:?}"
    );
    ensure!(finding.patrol == walk.season.day(FRIDAY));
    walk.phone.is_quiet().await
}
on_both!(a_note_is_spoken);

/// In words, and nothing of what stands there is lost.
async fn what_does_not_work_is_told(walk: &Walk) -> Result<()> {
    let phone = &walk.phone;
    for (why, told) in [
        ("network", "没有信号，听不了。请打字，或者有信号时再说。"),
        ("not-allowed", "浏览器没有得到用麦克风的许可。"),
        ("no-speech", "没有听到声音。"),
        ("audio-capture", "现在不能用声音输入，请打字。"),
    ] {
        phone.tap(SPEAK).await?;
        phone.see("说完了").await?;
        phone.deny(why).await?;
        phone.see(told).await?;
        phone.see(SPEAK).await?;
        ensure!(phone.note().await? == "柜台：执照压在柜台下面，看不见。");
    }
    phone.picture_of("patrol-voice-refused", ".dictate").await
}

/// Whoever goes on, or leaves, has spoken until then.
async fn the_last_words_are_kept(walk: &mut Walk) -> Result<()> {
    let phone = &walk.phone;
    phone.fill("写清问题（选填）", "执照压在柜台下面，").await?;
    phone.tap("没法拍照").await?;
    phone.tap(SPEAK).await?;
    phone.see("说完了").await?;
    phone.begin_to_hear("店主说").await?;
    phone.tap("css=.fill-turns .button.main").await?;
    phone.see(NEXT).await?;
    phone.settle().await?;
    phone.tap("上一项").await?;
    phone.see(LICENCE).await?;
    ensure!(phone.note().await? == "执照压在柜台下面，店主说");
    phone.tap(SPEAK).await?;
    phone.see("说完了").await?;
    phone.begin_to_hear("马上挂。").await?;
    phone.go("#/patrol").await?;
    phone.see("没有信号也能查").await?;
    phone.settle().await?;
    walk.open().await?;
    // The first one is answered: it goes on with the second one.
    walk.phone.tap("上一项").await?;
    walk.phone.see(LICENCE).await?;
    ensure!(walk.phone.note().await? == "执照压在柜台下面，店主说马上挂。");
    walk.phone.tap("css=.fill-turns .button.main").await?;
    walk.phone.see(NEXT).await
}

/// More than there is room for is named before anything is submitted.
async fn too_many_words_are_told(walk: &Walk) -> Result<()> {
    let phone = &walk.phone;
    phone.tap("css=.verdict.ok").await?;
    phone.see("css=.verdict.ok[aria-pressed=true]").await?;
    phone.tap("加备注或照片").await?;
    phone.tap(SPEAK).await?;
    phone.see("说完了").await?;
    phone.hear(&"价签都在，".repeat(41)).await?;
    phone.tap("说完了").await?;
    phone.see(SPEAK).await?;
    phone.answer_until("").await?;
    phone.see("还差 1 项").await?;
    phone.see("写得太长，请删短").await?;
    phone.screenshot("patrol-note-too-long").await?;
    phone.tap(NEXT).await?;
    phone.see("备注").await?;
    phone.fill("备注", "价签都在。").await?;
    phone.answer_until("").await?;
    phone.see("满分 100").await
}
