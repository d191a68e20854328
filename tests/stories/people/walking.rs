//! How a person fills in an inspection on the phone.

use std::path::Path;

use anyhow::{Result, ensure};
use yishi_domain::{Date, ShopId};

use super::Phone;

/// Answers the question on the screen so that all is in order, and waits until that is shown; goes on. Words and photos
/// are not asked for. Gives what was asked; nothing at the end.
const ANSWER: &str = "
    const wait = async (look) => {
      for (let turn = 0; turn < 400; turn += 1) {
        if (look()) return;
        await new Promise((done) => setTimeout(done, 10));
      }
      throw new Error(`nothing happens at ${document.querySelector('#question')?.textContent}`);
    };
    const on = document.querySelector('.fill-turns .button.main');
    if (!on) return null;
    const question = document.querySelector('#question');
    const asked = question.textContent;
    const figure = document.querySelector('#figure');
    if (figure) {
      figure.value = '4';
      figure.dispatchEvent(new Event('input', { bubbles: true }));
      await wait(() => document.querySelector('.control .tag.ok'));
    } else {
      const points = [...document.querySelectorAll('.points .verdict')].at(-1);
      const button = points ?? document.querySelector('.verdict.ok') ?? document.querySelector('.verdict.none');
      button.click();
      await wait(() => button.getAttribute('aria-pressed') === 'true');
    }
    on.click();
    await wait(() => document.querySelector('#question') && document.querySelector('#question') !== question);
    return asked";

impl Phone {
    /// Opens the inspection of a shop.
    pub(crate) async fn open_inspection(&self, patrol: Date, shop: ShopId) -> Result<()> {
        self.go(&format!("#/patrol/{patrol}/{shop}")).await?;
        self.see("css=.question #question").await
    }

    /// The item that is asked now.
    pub(crate) async fn asked(&self) -> Result<String> {
        self.eval("return document.querySelector('#question').textContent")
            .await
    }

    /// Answers that all is in order, question by question, until the end or until that item is asked.
    pub(crate) async fn answer_until(&self, item: &str) -> Result<()> {
        for _ in 0..200 {
            if self.asked().await? == item {
                return Ok(());
            }
            let asked: Option<String> = self.eval(ANSWER).await?;
            if asked.is_none() {
                break;
            }
        }
        ensure!(item.is_empty(), "“{item}” is not asked");
        Ok(())
    }

    /// Answers so many questions from the one on the screen on.
    pub(crate) async fn answer(&self, questions: usize) -> Result<()> {
        for _ in 0..questions {
            let asked: Option<String> = self.eval(ANSWER).await?;
            ensure!(asked.is_some(), "nothing more is asked");
        }
        Ok(())
    }

    /// The item on the screen is not in order, in these words and with a photo; goes on.
    pub(crate) async fn fail(&self, note: &str, photo: Option<&Path>) -> Result<()> {
        self.tap("css=.verdict.bad").await?;
        self.see("css=.verdict.bad[aria-pressed=true]").await?;
        if let Some(photo) = photo {
            self.use_camera(photo).await?;
            self.see("css=.detail .photos button img").await?;
        } else {
            self.tap("没法拍照").await?;
        }
        if !note.is_empty() {
            self.fill("写清问题（选填）", note).await?;
        }
        self.tap("css=.fill-turns .button.main").await
    }

    /// Answers everything that is left, and submits it.
    pub(crate) async fn finish_inspection(&self) -> Result<()> {
        self.answer_until("").await?;
        self.see("css=main .question .button.main").await?;
        self.tap("css=main .question .button.main").await?;
        self.see("提交的内容不能改，可以补充。").await
    }

    /// How many items the form says are filled in.
    pub(crate) async fn filled(&self) -> Result<usize> {
        self.see("css=.fill-told p").await?;
        let told: String = self
            .eval("return document.querySelector('.fill-told p').textContent")
            .await?;
        let digits: String = told.chars().take_while(char::is_ascii_digit).collect();
        Ok(digits.parse()?)
    }
}
