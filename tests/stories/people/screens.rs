//! How a person does things on the app's screens.

use anyhow::Result;

use super::Phone;

impl Phone {
    /// Writes an opinion from the first screen on; ends on the opinion's page.
    pub(crate) async fn raise(&self, text: &str, category: &str) -> Result<()> {
        self.tap("首页").await?;
        self.tap("提意见").await?;
        self.fill("您的意见", text).await?;
        self.tap(category).await?;
        self.tap("提交意见").await?;
        self.see("我提的").await
    }

    /// Opens a matter from the council's list.
    pub(crate) async fn open_matter(&self, section: &str, title: &str) -> Result<()> {
        self.tap("css=nav.tabs a[href^='#/council']").await?;
        self.tap(&format!("css=nav.segments a[href='#/council/{section}']"))
            .await?;
        self.tap(title).await
    }

    /// Puts the opinion on this screen on the agenda of the next monthly meeting; ends on the topic's page.
    pub(crate) async fn schedule(&self, title: &str) -> Result<()> {
        self.tap("列入议题").await?;
        self.fill("议题名称", title).await?;
        self.confirm().await?;
        self.see("css=.page .actions a[href$='/motion']").await
    }

    /// Puts the topic on this screen to the vote of all homes, by the Civil Code's ordinary rule, at once.
    pub(crate) async fn put_to_vote(&self) -> Result<()> {
        self.tap("发起表决").await?;
        self.see("民法典第 278 条，一般事项").await?;
        self.tap("开始表决").await?;
        self.confirm().await?;
        self.see("参与情况").await
    }

    /// Casts a vote on the motion on this screen.
    pub(crate) async fn vote(&self, choice: &str) -> Result<()> {
        self.tap(choice).await?;
        self.see(&format!("投“{choice}”这一票？")).await?;
        self.confirm().await?;
        self.see(&format!("已投：{choice}")).await
    }

    /// Ends the vote on this screen.
    pub(crate) async fn close_vote(&self) -> Result<()> {
        self.tap("结束表决").await?;
        self.confirm().await?;
        self.see("结果").await
    }

    /// In the demonstration: goes on as somebody else.
    pub(crate) async fn become_someone(&self, role: &str) -> Result<()> {
        self.tap("css=nav.tabs a[href='#/me']").await?;
        self.see("演示：换个身份看看").await?;
        self.tap(role).await?;
        self.see("需要您").await
    }

    /// Agrees to what the open sheet asks.
    pub(crate) async fn confirm(&self) -> Result<()> {
        self.tap("css=dialog[open] .button.main").await
    }
}
