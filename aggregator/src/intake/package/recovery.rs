//! What a node without a line gives back to a city that was restored: each page goes the way of one that came over the
//! network, and the last of them counts the node as having spoken.

use schemas::{
    package::Kind,
    problem::Problem,
    recovery::{Report, Reported},
    text::Text,
};

use super::Desk;
use crate::{
    audit,
    error::AppError,
    intake::recovery::{self, Reporter},
};

impl Desk<'_> {
    pub(super) async fn report(&mut self, page: Report) -> Result<(), AppError> {
        // A page before it was refused, and that has been said: the node has not spoken.
        if !self.given_back {
            return Ok(());
        }
        let (count, complete) = (page.letters.len(), page.complete);
        let what = Text::new("交还存证文书{n}件", "{n} letters given back").fill(&[("n", &count)]);
        let by = Reporter { node: self.node.to_owned(), key: self.signer.clone() };
        match recovery::receive(self.services, by, page).await {
            Ok(reported) => {
                let outcome = match (reported.live, complete) {
                    (true, _) => Text::new(
                        "日志已完整恢复，平台恢复收件",
                        "the log is whole again and the city is live",
                    ),
                    (false, true) => Text::new(
                        "已收下，该节点已报告；恢复进度见 aggregator recovery",
                        "kept, and the node has reported; `aggregator recovery` says how far it is",
                    ),
                    (false, false) => Text::new("已收下", "kept"),
                };
                self.line(what, Ok(outcome));
                if complete { self.json(Kind::Reported, None, &reported) } else { Ok(()) }
            }
            // Nothing is wanted back, or not any more; the node still learns which rows it has to send again.
            Err(error) if error.problem() == Problem::NotFound => {
                let outcome = Text::new("平台正常运行，无须交还", "the city is live and needs nothing back");
                self.line(what, Ok(outcome));
                if !complete {
                    return Ok(());
                }
                let lacking = recovery::lacking(self.services, self.node.to_owned()).await?;
                self.json(Kind::Reported, None, &Reported { live: true, lacking })
            }
            Err(error) => {
                self.given_back = false;
                audit::refused(self.services, "recovery", self.node, "carried by hand", &error).await;
                self.refuse(Kind::ReportRefused, None, what, &error)
            }
        }
    }
}
