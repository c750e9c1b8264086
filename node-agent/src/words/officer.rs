//! The leader's key, and what the leader signs.

schemas::catalogue! {
    /// No leader's key.
    NO_OFFICER = "此文件夹没有负责人密钥。请先用市局发放的负责人入网码运行 node-agent officer init，或用 --key-at-console 输入密钥。", "No leader's key is kept here. Run `node-agent officer init` with the city's token for a leader, or type the key in with --key-at-console.";
    /// A leader's key is there.
    OFFICER_EXISTS = "此文件夹已有负责人密钥，不会覆盖。换人的，请先把 officer.age 移走并请市局吊销旧密钥。", "A leader's key is kept here and is never overwritten. For another leader, move officer.age away first and have the city revoke the old key.";
    /// Weak passphrase.
    WEAK_PASSPHRASE = "口令须至少10个字符，且不能只是几个字符的重复。", "A passphrase has at least 10 characters, and more than three different ones.";
    /// The second time differs.
    PASSPHRASE_DIFFERS = "两次输入的口令不同，没有保存。请重试。", "The passphrases differ; nothing was kept. Try again.";
    /// Wrong passphrase.
    PASSPHRASE_WRONG = "口令不正确，或 officer.age 已损坏。没有签名。", "The passphrase is wrong, or officer.age is damaged. Nothing was signed.";
    /// No console.
    NO_CONSOLE = "没有可以输入口令的终端。请在终端运行，或用 --passphrase-file 或 TONGBAO_PASSPHRASE 给出。", "There is no console to type at. Run it in one, or give --passphrase-file or TONGBAO_PASSPHRASE.";
    /// Not a key.
    OFFICER_KEY_WRONG = "不是负责人密钥。密钥是64位十六进制数字，请逐组核对。", "Not a leader's key, which is 64 hexadecimal digits. Check it group by group.";
    /// Another key.
    NOT_THE_OFFICER = "这不是本单位登记的负责人密钥，没有签名。", "This is not the key of the leader enrolled here; nothing was signed.";
    /// Nothing waits.
    NOTHING_UNSIGNED = "没有待会签的内容。", "Nothing waits for the leader's signature.";
    /// Prompt.
    ASK_PASSPHRASE = "负责人口令：", "Leader's passphrase: ";
    /// Prompt.
    ASK_PASSPHRASE_AGAIN = "再输入一次口令：", "The passphrase again: ";
    /// Prompt.
    ASK_NEW_OFFICER_KEY = "抄写下来的新密钥（64位十六进制，不显示）：", "The new key as it was written down (64 hexadecimal digits, not shown): ";
    /// After a change of the leader's key.
    OFFICER_ROTATED = "负责人已换新密钥，旧密钥即刻停用。名称不变：{name}。新密钥的六个词：{words}", "The leader's new key is in force and the old one has stopped. The name stays {name}. The six words of the new key: {words}";
    /// Prompt.
    ASK_OFFICER_KEY = "负责人密钥（64位十六进制，不显示）：", "Leader's key (64 hexadecimal digits, not shown): ";
    /// A leader's key to be written down.
    OFFICER_ON_PAPER = "负责人密钥如下，只显示这一次，本机不保存。请抄写保管：\n{key}", "The leader's key, shown this once and kept nowhere. Write it down and keep it:\n{key}";
    /// Leader enrolled.
    OFFICER_ENROLLED = "负责人密钥 {name} 已登记，可以会签。", "The leader's key {name} is admitted and may countersign.";
    /// Leader pending.
    OFFICER_PENDING = "负责人密钥 {name} 待市局核准。请由负责人本人向市局报读这六个词：{words}；核准后再次运行同一命令查询。", "The leader's key {name} waits for the city's approval. The leader reads these six words to the city: {words}. Run the same command again to ask.";
    /// Leader's key asked for, to be carried.
    OFFICER_ASKED = "负责人密钥 {name} 的登记请求将随文件包送出，请运行 node-agent export。请由负责人本人向市局报读这六个词：{words}", "The request to enrol the leader's key {name} goes with the packages: run `node-agent export`. The leader reads these six words to the city: {words}";
    /// Leader's key waits, asked by file.
    OFFICER_WAITS = "负责人密钥 {name} 待市局核准。请由负责人本人向市局报读这六个词：{words}；核准后再导出、导入一次即可查询。", "The leader's key {name} waits for the city's approval. The leader reads these six words to the city: {words}. Export and import once more to ask.";
    /// Leader's new key asked for, to be carried.
    OFFICER_CHANGE_ASKED = "负责人换钥请求将随文件包送出，请运行 node-agent export；带回答复之前旧密钥继续有效，请勿用它再会签。", "The wish for another key of the leader goes with the packages: run `node-agent export`. The old key stays in force until the answers are back; do not countersign with it meanwhile.";
    /// What is countersigned.
    TO_COUNTERSIGN = "第 {number} 项  {form} {name}  {period}  第{revision}版", "Item {number}  {form} {name}  {period}  revision {revision}";
    /// A nil return.
    SHOWN_NIL = "  零报告：本期没有可报的案件", "  Nil return: nothing to report for the period";
    /// Rows.
    SHOWN_ROWS = "  {rows} 行", "  {rows} rows";
    /// Reason of an amendment.
    SHOWN_REASON = "  更正理由：{reason}", "  Reason: {reason}";
    /// Reasons for findings.
    SHOWN_EXPLANATIONS = "随附说明 {n} 条", "{n} reasons filed with it";
    /// Identity.
    SHOWN_ID = "  声明编号 {id}", "  Statement {id}";
    /// Question.
    ASK_COUNTERSIGN = "以上内容以单位名义报送。同意会签请输入“同意”或 yes：", "This is filed in the bureau's name. Type yes to countersign: ";
    /// Not agreed.
    NOT_COUNTERSIGNED = "未会签，仍待会签。不同意报送的，运行 node-agent countersign {number} --decline 退回。", "Not countersigned; it still waits. To take it back, run `node-agent countersign {number} --decline`.";
    /// Done.
    COUNTERSIGNED = "已会签。发送请运行 node-agent push。", "Countersigned. Send it with `node-agent push`.";
    /// Declined.
    DECLINED = "负责人未同意会签，已退回", "the leader declined; it was taken back";
    /// Next step of an item that waits.
    COUNTERSIGN_NEXT = "待单位负责人会签，尚未发送。请负责人运行 node-agent countersign。", "It waits for the leader's signature and was not sent. The leader runs `node-agent countersign`.";
}
