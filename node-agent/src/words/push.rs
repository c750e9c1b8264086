//! What is said on the way to the city and of its log.

schemas::catalogue! {
    /// Left alone.
    LATER = "市局请本节点在 {until} 之后再联系，此前不发送。已封存的内容不变；确需立即发送的，运行 node-agent push --now。", "The city asks to be left alone until {until}; nothing is sent before. What is sealed stays; to send all the same, run `node-agent push --now`.";
    /// Damaged checkpoint.
    CHECKPOINT_DAMAGED = "本机留存的 {size} 条检查点已损坏，不予采信；下次联系市局时重新取得", "The kept checkpoint over {size} leaves is damaged; it is ignored and fetched again at the next contact";
    /// Damaged letter.
    LETTER_DAMAGED = "本机留存的日志第 {index} 条文书已损坏，不再能作证；请从备份恢复 outbox.db", "The kept letter of leaf {index} is damaged and proves nothing any more; restore outbox.db from a backup";
    /// Unreachable.
    UNREACHABLE = "联系不上市局（{why}）。已封存的内容不会丢失，稍后运行 node-agent push。", "The city does not answer ({why}). What is sealed is safe; run `node-agent push` later.";
    /// Server not trusted.
    UNTRUSTED = "无法核实市局服务器的证书（{why}），未发送任何内容。若市局使用自建证书，向其索取根证书文件，运行 node-agent enrol 时加 --ca 文件，或在 node.toml 写 ca = \"文件\"。", "The certificate of the city's server cannot be trusted ({why}); nothing was sent. If the city has a root of its own, ask it for the root's file and give it to `node-agent enrol --ca FILE`, or write ca = \"FILE\" into node.toml.";
    /// Certificate file.
    CERTIFICATE = "{name} 中读不到根证书（{why}）。需要 PEM 格式的证书文件。", "No root certificate can be read from {name} ({why}). A file in PEM is needed.";
    /// Refused for now.
    REFUSED = "市局答复：{problem}。{detail} 已封存的内容不变，稍后运行 node-agent push。", "The city answers: {problem}. {detail} What is sealed stays; run `node-agent push` later.";
    /// Not understood.
    NOT_UNDERSTOOD = "市局的答复（状态 {status}）无法理解，可能来自中间的网关。检查地址和网络，稍后再试。", "The answer (status {status}) is not understood and may be a gateway's. Check address and network, and try later.";
    /// Fork.
    FORK = "市局日志在第 {size} 条处出现两种历史，可能被篡改。不要继续报送，立即报告上级。", "The city's log shows two histories at size {size}: it may have been tampered with. Stop filing and tell the level above.";
    /// Another process sends.
    ALREADY_SENDING = "另一个进程正在从本节点发送。等它结束后再试。", "Another process is sending from this node. Try again when it has ended.";
    /// Kept evidence.
    FORK_KEPT = "市局日志曾出现两种历史，两个检查点均已留存为证，不要继续报送，立即报告上级：\n{verified}\n{other}", "The city's log has shown two histories; both checkpoints are kept as evidence. Stop filing and tell the level above:\n{verified}\n{other}";
    /// Growth not proven.
    GROWTH = "市局未能证明日志只增不改：{why}。已封存的内容不变，稍后再试；若仍如此，报告上级。", "The city has not proven that its log has only grown: {why}. What is sealed stays; try later, and tell the level above if it stays so.";
    /// Letter refused.
    LETTER_REFUSED = "市局送来的文书不成立：{why}。未予保存，请报告市局。", "A letter from the city does not hold: {why}. It was not kept; tell the city.";
    /// Recovering.
    RECOVERING = "市局平台已从备份恢复，暂不收件。本节点已交还{n}件存证文书；已封存的报送照旧保存，待平台恢复收件后运行 node-agent push 即可，缺失的数据会自动补传。请勿删除本文件夹。", "The city was restored from a backup and takes nothing for now. {n} letters of its log were given back from here. What is sealed waits and is kept: run `node-agent push` once the city is live; rows it lost are sent again by themselves. Do not delete this folder.";
    /// Recovering, and only files go.
    GIVE_BACK = "市局平台已从备份恢复，暂不收件。请运行 node-agent export：文件包将交还市局可能缺失的存证文书，送交市局导入并带回答复，直至答复说平台已恢复收件。此前已交还{n}件。已封存的报送照旧保存，请勿删除本文件夹。", "The city was restored from a backup and takes nothing for now. Run `node-agent export`: the package gives back what the city may have lost of its log. Carry it there and bring the answers back, until they say that the city is live. {n} letters were given back so far. What is sealed is kept; do not delete this folder.";
    /// The log goes on.
    NEW_LOG = "市局日志因数据遗失已终止，并以{name}续立；续立说明由原密钥签名，本节点已跟进，原回执均已留存。请再次运行 node-agent push；状态为“原日志已续立”的须重新报送。", "The city's log ended for loss of data and goes on as {name}; the note is signed with the key pinned here, and this node follows. Former receipts are kept. Run `node-agent push` again; what is shown as lost with the former log must be filed again.";
    /// Other key.
    OTHER_KEY = "应答方的密钥与入网时不同，未发送任何内容。请与市局核实。", "Another key answers than the one pinned at enrolment; nothing was sent. Ask the city.";
    /// The program ends.
    STOPPING = "程序正在退出，其余内容下次再送。", "The program is ending; the rest is sent the next time.";
    /// Nothing to send.
    NOTHING_TO_SEND = "没有待发送的内容。", "There is nothing to send.";
}
