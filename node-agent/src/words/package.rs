//! Packages that are carried to the city by hand, and the answers carried back.

schemas::catalogue! {
    /// No line to the city.
    NO_LINE = "本节点与市局之间没有网络：用 node-agent export 导出文件包，人工送交市局。", "This node has no line to its city: write a package with `node-agent export` and carry it there.";
    /// Not in the answers.
    UNANSWERED = "答复文件里没有这一项的答复；请重新导出并送交。", "The answers say nothing of it; export again and carry the package to the city.";
    /// Answers that do not follow.
    OLD_ANSWERS = "答复文件早于本机已知的情况，未作改动；请导入最新的答复，或重新导出。", "The answers are older than what is known here, and nothing was changed; import the newest, or export again.";
    /// A file refused whole.
    PACKAGE_REFUSED = "文件包整包拒收，未作改动：{why}", "The file is refused whole and nothing was changed: {why}";
    /// Answers for somebody else.
    NOT_FOR_THIS_NODE = "这份答复不是给本节点的，未作改动。", "The answers are for another node; nothing was changed.";
    /// A package written.
    PACKAGE_WRITTEN = "已导出 {file}：{n} 项报送。请送交市局，由市局用 aggregator import 导入，再带回答复。", "{file} is written, with {n} filings. Carry it to the city, where `aggregator import` takes it, and bring the answers back.";
    /// Package made for a city that was restored.
    PACKAGE_GIVES_BACK = "已导出 {file}：只交还市局平台可能缺失的{n}件存证文书，不含报送和换钥。请送交市局，由市局用 aggregator import 导入，再带回答复；平台恢复收件后再导出报送。", "{file} is written. It only gives back {n} letters that the city may have lost, and holds no filings and no wish for another key. Carry it to the city, where `aggregator import` takes it, and bring the answers back; export filings once the city is live.";
    /// More than fits.
    PACKAGE_LEFT = "另有 {n} 项装不下，导入答复后再导出一次。", "{n} more did not fit: export again after the answers were imported.";
    /// Exported.
    EXPORTED_AT = "    已导出：{at}，等待答复", "    exported {at}, waiting for answers";
    /// Nothing in the answers.
    NOTHING_ANSWERED = "没有等待答复的报送。", "No filing was waiting for an answer.";
}
