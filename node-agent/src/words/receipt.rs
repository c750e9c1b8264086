//! Receipts and letters of the log, and what a verification says.

schemas::catalogue! {
    /// Receipt refused.
    RECEIPT = "回执不成立：{why}。不要采信，报告市局。", "The receipt does not hold: {why}. Do not rely on it, and tell the city.";
    /// No receipts.
    NO_RECEIPTS = "还没有回执。", "There are no receipts yet.";
    /// The second receipt of a filing.
    SECOND_RECEIPT = "    第二回执（同级政法委）：第 {index} 条  {received}", "    second receipt (political-legal committee): leaf {index}  {received}";
    /// It has not come.
    NO_SECOND_RECEIPT = "    第二回执（同级政法委）：未到，请催市局补送", "    second receipt (political-legal committee): not here yet; ask the city to hand the copy over";
    /// Exported.
    EXPORTED = "已导出 {n} 份回执及其报送声明。", "{n} receipts and their statements were written.";
    /// Letters.
    LETTERS = "日志中与本节点有关的记载 {n} 条，均已核验留存：", "{n} entries of the log concern this node; each was verified and is kept:";
    /// One letter.
    LETTER = "第 {index} 条  {received}  {act}  {filing}", "leaf {index}  {received}  {act}  {filing}";
    /// Letters exported.
    LETTERS_EXPORTED = "已导出 {n} 件记载及其文书。", "{n} letters and their documents were written.";
    /// Document line.
    VERIFIED_DOCUMENT = "文书即该条所记的文书。", "The document is the one the leaf names.";
    /// Later checkpoint.
    VERIFIED_LATER = "{size} 条时的日志仍含该条，其间只增不改。", "The log of {size} leaves still holds it and has only grown since.";
    /// Verified.
    VERIFIED = "回执成立。日志 {log} 第 {index} 条，{received} 收到：{filing}", "The receipt holds. Leaf {index} of {log}, received {received}: {filing}";
    /// Statement line.
    VERIFIED_STATEMENT = "报送声明 {id}", "Statement {id}";
    /// No key for verify.
    KEY_NEEDED = "没有日志密钥。请用 --key 给出，或在已入网的节点文件夹中运行。", "No log key. Give one with --key, or run in the folder of an enrolled node.";
    /// Bad key.
    BAD_KEY = "不是验证密钥。密钥形如 名称+编号+base64。", "Not a verifier key, which is written name+id+base64.";
}
