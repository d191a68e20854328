//! HTTP/1.1 with as little as possible around it: whoever counts another program's requests must not be the one who
//! is slow, and the bytes are wanted as they travel.

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A connection that stays open.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
}

/// An answer, its body as it came.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body of an answer that says yes.
    pub(crate) fn text(self) -> Result<String> {
        let text = String::from_utf8(self.body).context("the answer is no text")?;
        ensure!(
            self.status == 200,
            "the endpoint answers {}: {text}",
            self.status
        );
        Ok(text)
    }
}

impl Connection {
    /// Connects to a port of this machine.
    pub(crate) async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .context("the endpoint does not listen")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            line: String::new(),
        })
    }

    /// Posts JSON. `encoding` is what the answer may be compressed with.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        token: Option<&str>,
        encoding: &str,
        body: &str,
    ) -> Result<Answer> {
        let authorization = token
            .map(|token| format!("authorization: Bearer {token}\r\n"))
            .unwrap_or_default();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{authorization}accept-encoding: {encoding}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    /// Puts bytes.
    pub(crate) async fn put(&mut self, path: &str, token: &str, body: &[u8]) -> Result<Answer> {
        let head = format!(
            "PUT {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n\
             content-type: image/jpeg\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await?;
        self.stream.write_all(body).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> Result<Answer> {
        self.read_line().await?;
        let status = self
            .line
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .context("no HTTP answer")?;
        let (mut length, mut chunked) = (0, false);
        loop {
            self.read_line().await?;
            let Some((name, value)) = self.line.split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().context("a length that is none")?;
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = value.trim().eq_ignore_ascii_case("chunked");
            }
        }
        let mut body = Vec::new();
        if chunked {
            while let length @ 1.. = self.chunk_length().await? {
                self.read_exactly(length, &mut body).await?;
                self.read_line().await?;
            }
            self.read_line().await?;
        } else {
            self.read_exactly(length, &mut body).await?;
        }
        Ok(Answer { status, body })
    }

    async fn chunk_length(&mut self) -> Result<usize> {
        self.read_line().await?;
        let digits = self.line.split(';').next().unwrap_or_default();
        usize::from_str_radix(digits.trim(), 16).context("a chunk without a length")
    }

    async fn read_line(&mut self) -> Result<()> {
        self.line.clear();
        if self.stream.read_line(&mut self.line).await? == 0 {
            bail!("the endpoint has closed the connection");
        }
        self.line.truncate(self.line.trim_end().len());
        Ok(())
    }

    async fn read_exactly(&mut self, length: usize, body: &mut Vec<u8>) -> Result<()> {
        let start = body.len();
        body.resize(start + length, 0);
        self.stream.read_exact(&mut body[start..]).await?;
        Ok(())
    }
}
