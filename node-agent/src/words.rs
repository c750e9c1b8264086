//! Everything this program says to a person, in both languages.

schemas::catalogue! {
    /// No node in the folder.
    NO_NODE = "此文件夹不是节点。先运行 node-agent init，或用 --dir 指明节点文件夹。",
        "This folder is not a node. Run `node-agent init` first, or name the folder with --dir.";
    /// A node exists.
    EXISTS = "此文件夹已有节点密钥，不会覆盖。请换一个文件夹。", "This folder has a node's key, which is never overwritten. Use another folder.";
    /// Disk trouble.
    DISK = "节点文件夹读写失败：{why}。检查磁盘空间和权限。", "The node's folder cannot be read or written: {why}. Check space and permissions.";
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
    /// Policy in force.
    POLICY = "现行定义版本：{version}", "Definitions in force: {version}";
    /// A line published above.
    PUBLISHED = "{issuer}公布：{indicator}{period}为{value}（{num}/{den}）", "{issuer} published: {indicator} of {period} is {value} ({num}/{den})";
    /// No policy yet.
    POLICY_NONE = "尚未收到市局的现行定义，使用程序自带的定义", "The city's definitions have not arrived; those inside the program serve";
    /// A policy this program cannot follow.
    POLICY_BEYOND = "市局发布了新的定义版本 {version}，本程序不能识读：{why}。请升级 node-agent；此前按原定义办理，已封存的照常发送。",
        "The city has put definitions {version} in force, which this program cannot follow: {why}. Update node-agent; until then the former definitions serve, and what is sealed is sent as sealed.";
    /// What the city reminds of.
    REMINDERS = "市局提醒{n}条（{at}收取）", "reminders of the city: {n} (fetched {at})";
    /// One of them.
    REMINDER = "  {made} {step}  {title}", "  {made} {step}  {title}";
    /// What it is about.
    REMINDER_LINE = "      {line}", "      {line}";
    /// Head of the list of time limits.
    DEADLINES_HEAD = "未结案件{open}件，其中超期{overdue}件；以下{shown}件需要留意", "open cases: {open}, overdue: {overdue}; to look at: {shown}";
    /// A case of it.
    DEADLINE_LINE = "  {form} {case}  {stand}  届满日 {last}  {limit}（{article}；{period}台账）", "  {form} {case}  {stand}  last day {last}  {limit} ({article}; ledger of {period})";
    /// What has to be known of it.
    DEADLINE_NOTE = "      {note}", "      {note}";
    /// Settings unreadable.
    CONFIG = "node.toml 无法识读：{why}。请改正该处。", "node.toml cannot be read: {why}. Correct it there.";
    /// Definition refused.
    DEFINITION = "定义文件 {file} 的 {key} 有误：{reason}。请改正该处。", "Definition {file}, {key}: {reason}. Correct it there.";
    /// Key readable by others.
    KEY_EXPOSED = "node.key 可被其他用户读取。请收紧权限（chmod 600），并考虑换发密钥。", "Others may read node.key. Restrict it (chmod 600) and consider a new key.";
    /// Key broken.
    KEY_BROKEN = "node.key 不是有效密钥。请从备份恢复；没有备份的，新建节点并重新入网。", "node.key holds no key. Restore it from a backup, or make a new node and enrol again.";
    /// SQLite too old.
    OLD_SQLITE = "SQLite {version} 有丢失已提交数据的缺陷，需 3.51.3 及以上。请使用随程序提供的版本。", "SQLite {version} can lose committed data; 3.51.3 or newer is needed. Use the one that comes with the program.";
    /// Damaged item.
    DAMAGED = "发件箱第 {number} 项已损坏。请从备份恢复 outbox.db。", "Item {number} of the outbox is damaged. Restore outbox.db from a backup.";
    /// Store failed.
    STORE = "发件箱读写失败：{why}。检查磁盘空间，以及是否有其他程序占用。", "The outbox failed: {why}. Check the disk, and whether another program holds it.";
    /// File cannot be opened.
    FILE = "无法打开文件“{name}”：{why}。检查文件名和权限。", "“{name}” cannot be opened: {why}. Check its name and permissions.";
    /// File is no ledger.
    UNREADABLE = "文件“{name}”：{why}", "“{name}”: {why}";
    /// Reading was stopped.
    NOT_READ = "文件“{name}”没有读完：{why}。没有报送，也没有改动任何数据。请用表格软件打开它，只留台账工作表，另存为新的 .xlsx 再试；仍不行的，把情况告诉市局。", "“{name}” was not read: {why}. Nothing was filed or changed. Open it in a spreadsheet, keep only the ledger's sheet, save it as a new .xlsx and try again; if that fails too, tell the city.";
    /// Reader not started.
    NOT_STARTED = "读取程序无法启动（{why}）", "the reading process could not be started ({why})";
    /// Out of time.
    OUT_OF_TIME = "超过了读取时限", "it takes longer to read than allowed";
    /// Out of memory.
    OUT_OF_MEMORY = "所需内存超过上限", "it takes more memory to read than allowed";
    /// Ended.
    READER_DIED = "读取中途终止，文件可能过大、损坏或有害", "the reading process ended half-way; the file may be too large, damaged or harmful";
    /// Answer too large.
    ANSWER_TOO_LARGE = "读出的内容超过上限", "it holds more than allowed";
    /// Answer not understood.
    ANSWER_NOT_UNDERSTOOD = "读出的内容无法识读", "what was read cannot be understood";
    /// No file.
    NO_FILE = "没有指定文件。请给出台账文件。", "No file was named. Name the ledger's file.";
    /// Unknown form.
    UNKNOWN_FORM = "没有表式 {form}。检查 --form，或安装该表式的定义。", "There is no form {form}. Check --form, or install its definition.";
    /// No form fits.
    NO_FORM_FITS = "表头与任何表式都不相符。请用 --form 指明表式，或检查表头。", "The headings fit no form. Name the form with --form, or check the headings.";
    /// Several forms fit.
    UNCLEAR_FORM = "表头与多个表式相符：{forms}。请用 --form 指明。", "The headings fit several forms: {forms}. Say which with --form.";
    /// The template's file exists.
    FILE_EXISTS = "文件“{name}”已存在，未覆盖。请换一个文件名，或加 --force。", "“{name}” exists and was not overwritten. Use another name, or --force.";
    /// No workbook can hold the form.
    TEMPLATE = "表式 {form} 无法做成模板：{why}。请检查其定义。", "No template can be made of form {form}: {why}. Check its definition.";
    /// Template written.
    TEMPLATE_WRITTEN = "已写出 {form} {name} 的模板：{file}。填好后运行 node-agent check {file} --form {form} --period 报告期", "The template of {form} {name} is in {file}. Fill it in, then run `node-agent check {file} --form {form} --period PERIOD`.";
    /// Unknown field in --map.
    UNKNOWN_FIELD = "该表式没有字段 {field}。检查 --map。", "The form has no field {field}. Check --map.";
    /// Row of the reasons file.
    REASONS = "说明文件第 {row} 行：{what}", "Row {row} of the reasons: {what}";
    /// Headings of the reasons file.
    REASON_HEADINGS = "需要“问题代码、案号、理由、说明”等列", "columns “code, case, reason, text” are needed";
    /// Reason not listed.
    UNLISTED_REASON = "理由只能是移送转入、移送转出、前期更正、机构合并、首次建账", "a reason is transfer-in, transfer-out, amendment, merger or baseline";
    /// No text.
    REASON_WITHOUT_TEXT = "缺少说明文字", "the text is missing";
    /// No code.
    REASON_WITHOUT_CODE = "缺少问题代码", "the code is missing";
    /// Too long.
    REASON_TOO_LONG = "说明不超过500字", "a text has at most 500 characters";
    /// Findings stop the filing.
    STOPPED = "有 {n} 条问题须先处理，未报送。", "{n} findings have to be dealt with first; nothing was filed.";
    /// A change of key was broken off.
    KEY_CHANGING = "换钥尚未完成，暂不能封存。请再运行一次 node-agent rotate。", "A change of key was begun and not ended; nothing is sealed meanwhile. Run `node-agent rotate` again.";
    /// The key is too old.
    KEY_TOO_OLD = "节点密钥已使用满24个月，不能再封存。请运行 node-agent rotate 换新密钥。", "The node's key has been in use for 24 months; nothing more is sealed with it. Run `node-agent rotate` for a new one.";
    /// The key is old.
    KEY_OLD = "节点密钥已使用满12个月，请尽早运行 node-agent rotate 换新密钥；满24个月将不能封存。", "The node's key has been in use for 12 months. Run `node-agent rotate` for a new one; after 24 months nothing is sealed with it.";
    /// The key was revoked.
    KEY_REVOKED = "市局已吊销本节点密钥（{reason}），已停止发送和取件。已封存的内容和回执仍在本机。请与市局核实；需继续报送的，申请新的入网码后运行 node-agent enrol 入网码 --new-key。", "The city has revoked this node's key ({reason}); nothing more is sent or fetched. What is sealed and its receipts stay here. Ask the city; to go on, run `node-agent enrol TOKEN --new-key` with a new token.";
    /// Left alone.
    LATER = "市局请本节点在 {until} 之后再联系，此前不发送。已封存的内容不变；确需立即发送的，运行 node-agent push --now。", "The city asks to be left alone until {until}; nothing is sent before. What is sealed stays; to send all the same, run `node-agent push --now`.";
    /// Damaged checkpoint.
    CHECKPOINT_DAMAGED = "本机留存的 {size} 条检查点已损坏，不予采信；下次联系市局时重新取得", "The kept checkpoint over {size} leaves is damaged; it is ignored and fetched again at the next contact";
    /// Damaged letter.
    LETTER_DAMAGED = "本机留存的日志第 {index} 条文书已损坏，不再能作证；请从备份恢复 outbox.db", "The kept letter of leaf {index} is damaged and proves nothing any more; restore outbox.db from a backup";
    /// Decision.
    IS_CONFIRMED = "    市局已确认", "    confirmed by the city";
    /// Decision.
    IS_DEFAULTED = "    宽限期已过，数据仍未到市局，市局已记录。请运行 node-agent push 补传，补传后照常校验。", "    The period of grace is over and the city has no rows of it, which it has noted. Run `node-agent push`; they are judged when they come.";
    /// Decision.
    IS_RETURNED = "    市局退回，请在 {until} 前按下列理由更正重报：node-agent amend 台账 --reason 理由", "    Sent back by the city. Amend it by {until} for these reasons: `node-agent amend LEDGER --reason REASON`";
    /// Send before a change of key.
    SEND_FIRST = "有 {n} 项已封存而未取得回执，换钥后将不被接收。请先运行 node-agent push（待会签的先会签或退回），再换钥。", "{n} sealed statements have no receipt and would be refused after the change. Run `node-agent push` first (countersign or decline what waits for that), then change the key.";
    /// After a change of key.
    ROTATED = "已换新密钥，旧密钥即刻停用。节点名不变：{node}。日志第 {index} 条。新密钥的六个词：{words}", "The new key is in force and the old one has stopped. The node keeps its name {node}. Leaf {index} of the log. The six words of the new key: {words}";
    /// Rotated by a file of answers.
    ROTATED_BY_FILE = "已换新密钥，旧密钥已停用。节点名不变：{node}。新密钥的六个词：{words}", "The new key is in force and the old one has stopped. The node keeps its name {node}. The six words of the new key: {words}";
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
    /// Not enrolled.
    NOT_ENROLLED = "节点尚未入网。请用市局发放的入网码运行 node-agent enrol。", "The node is not enrolled. Run `node-agent enrol` with the city's token.";
    /// Bad token.
    BAD_TOKEN = "入网码不完整或有误。请完整复制市局发放的入网码。", "The token is incomplete or wrong. Copy the city's token in full.";
    /// Bad server.
    BAD_SERVER = "服务器地址应形如 https://主机:端口，不带路径。", "A server is written https://host:port, without a path.";
    /// Key hash differs.
    WRONG_CITY = "应答方的密钥与入网码不符，入网码未发出。请核对地址；如属实，立即报告市局。", "Who answers is not whom the token is for; the secret was not sent. Check the address, and tell the city if it is right.";
    /// Greeting broken.
    GREETING = "对方的问候无法验证（{why}）。检查地址是否为市局服务器。", "The greeting does not verify ({why}). Check that the address is the city's.";
    /// Another log pinned.
    OTHER_CITY = "本节点已在另一市局入网。请为新的市局新建节点。", "This node is enrolled with another city. Make a new node for the new one.";
    /// Another bureau.
    OTHER_BUREAU = "该入网码属于单位 {bureau}，不是本节点的单位。请核对入网码。", "The token is for bureau {bureau}, not this node's. Check the token.";
    /// Revoked.
    REVOKED = "密钥已被吊销。请向市局申请新的入网码，再运行 node-agent enrol 入网码 --new-key。", "The key has been revoked. Ask the city for a new token and run `node-agent enrol TOKEN --new-key`.";
    /// Filed before.
    ALREADY_FILED = "该期该表已报送，内容不同。更正请用 node-agent amend --reason 理由。", "This form and period were filed with other content. Correct it with `node-agent amend --reason`.";
    /// Nothing to amend.
    NOT_FILED = "该期该表尚未报送。请用 node-agent file。", "This form and period have not been filed. Use `node-agent file`.";
    /// Unchanged.
    UNCHANGED = "内容与已报送的相同，无需更正。", "The content is what was filed; there is nothing to amend.";
    /// Reason cannot stand.
    BAD_REASON = "理由不能成立：{why}", "The reason cannot stand: {why}";
    /// Length of a reason.
    REASON_LENGTH = "须有1至500字", "it has 1 to 500 characters";
    /// Personal data in the reason.
    REASON_PERSONAL = "含有{kind}，不得上报。请删去个人信息", "it holds {kind}, which must not leave this node; remove it";
    /// Personal data in the subject.
    PERSONAL_SUBJECT = "事项编号含有{kind}，不得上报。请改用事项自身的编号。", "The subject holds {kind}, which must not leave this node; use the matter's own number.";
    /// Nil where a row is wanted.
    NOTHING_IS_A_ROW = "{form} 不收空白零报告：无情况也要填一行，由签字人署名后按台账报送（零报告是署名的行为）。", "{form} takes no bare nil return: nothing to report is a row with the name of who signs, filed as a ledger.";
    /// Nil with open cases.
    OPEN_CASES = "上期尚有 {n} 件未结案件，不能零报告。请报送台账。", "{n} cases were open at the end of the previous period; file a ledger instead of a nil return.";
    /// Gap.
    NO_PREVIOUS = "{period}尚未从本节点报送。先报该期；确需从本期重新建账的，加 --baseline。", "{period} has not been filed from this node. File it first, or start anew with --baseline.";
    /// Rows lost.
    ROWS_ELSEWHERE = "{period}已报送，但其数据不在本机。请用原台账再报一次该期（内容相同即认领原件），再报本期。", "{period} was filed, but its rows are not here. File that period again from its workbook, which adopts the original, then this one.";
    /// Too large.
    TOO_LARGE = "台账超过一百万行或 256 MB。请按报告期拆分。", "The ledger has more than a million rows or 256 MB. Split it by period.";
    /// Statement fault.
    STATEMENT = "报送声明不能成立：{why}", "The statement cannot stand: {why}";
    /// Content fault.
    CONTENT = "以前报送的内容无法读回：{why}。请从备份恢复 outbox.db。", "What was filed earlier cannot be read back: {why}. Restore outbox.db from a backup.";
    /// Receipt refused.
    RECEIPT = "回执不成立：{why}。不要采信，报告市局。", "The receipt does not hold: {why}. Do not rely on it, and tell the city.";
    /// Bad key.
    BAD_KEY = "不是验证密钥。密钥形如 名称+编号+base64。", "Not a verifier key, which is written name+id+base64.";
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
    /// State.
    UNSIGNED = "待会签，未发送", "waits for the leader's signature, not sent";
    /// State.
    SEALED = "已封存，待回执", "sealed, not yet receipted";
    /// State.
    RECEIPTED = "已回执", "receipted";
    /// State.
    STORED = "已送达，待校验", "rows delivered, not yet judged";
    /// State.
    VALID = "已校验", "validated";
    /// State.
    INVALID = "校验不通过，须更正", "rows cannot stand; amend";
    /// State.
    SUPERSEDED = "已被更正版替代", "superseded";
    /// State.
    RETURNED = "市局已退回，请按理由更正重报", "sent back by the city; amend it for the reasons given";
    /// State.
    VOIDED = "已撤回", "withdrawn";
    /// State.
    ADOPTED = "已认领先前封存的同一内容", "the same content sealed before was adopted";
    /// State.
    BLOCKED = "市局不予接收：{why}", "refused by the city: {why}";
    /// State.
    QUARANTINED = "本机数据损坏，已隔离", "damaged on this disk, set aside";
    /// Undecodable bytes.
    UNDECODABLE = "有无法识别的字节，文字可能已损坏", "Some bytes are no characters in the file's encoding";
    /// What to do.
    UNDECODABLE_FIX = "用 --encoding 指明编码，或另存为 UTF-8 后再试", "Name the encoding with --encoding, or save the file as UTF-8";
    /// Names from other columns.
    PARTY_DETAILS = "当事人信息", "a party's details";
    /// Personal data in an explanation.
    PERSONAL_REASON = "对问题 {code} 的说明中含有{kind}，不得上报", "The reason given for {code} holds {kind}, which must not leave this node";
    /// What to do.
    PERSONAL_REASON_FIX = "删去个人信息，只写事由", "Remove it and state the matter only";
    /// An explanation without effect.
    IDLE_REASON = "对问题 {code} 的说明没有起作用：没有这条问题，或它须更正或须选所列理由", "The reason given for {code} has no effect: there is no such finding, or it must be put right or takes a listed reason";
    /// What to do.
    IDLE_REASON_FIX = "核对问题代码、案号和理由", "Check its code, case and reason";
    /// First line of a report.
    REPORT_HEAD = "{form} {name}  {period}  {rows} 行", "{form} {name}  {period}  {rows} rows";
    /// Held against.
    CARRIED = "与{period}期末未结 {n} 件核对", "held against {n} cases open at the end of {period}";
    /// First ledger.
    FIRST_LEDGER = "首次建账（基线），期初未结不与上期核对", "first ledger (baseline): opening cases are taken as they are";
    /// Unknown carry-over.
    CARRY_UNKNOWN = "本机没有上期报送，期初未结未与上期核对", "nothing filed before is known here: opening cases were not held against it";
    /// Blocking findings.
    BLOCKING = "阻断 {n} 条（必须更正）", "{n} blocking (must be put right)";
    /// Findings to explain.
    TO_EXPLAIN = "说明 {n} 条（须写明理由）", "{n} to explain (need a reason)";
    /// Notices.
    NOTICES = "提示 {n} 条", "{n} notices";
    /// Found value.
    FOUND = "  值“{found}”", "  value “{found}”";
    /// Reason given.
    EXPLAINED = "已说明：{reason}", "explained: {reason}";
    /// Figures.
    FIGURES = "汇总", "Figures";
    /// A derived summary.
    DERIVED = "{summary} {name}（由本台账自动得出，不另报）", "{summary} {name} (derived from this ledger, never filed)";
    /// Every relation holds.
    RELATIONS_HOLD = "  逻辑关系：均成立", "  Relations: all hold";
    /// A relation fails.
    RELATION_FAILS = "  逻辑关系 [{code}] {at}：{what}，现为 {left} 和 {right}", "  Relation [{code}] {at}: {what}; it is {left} and {right}";
    /// Verdict.
    VERDICT_BLOCKED = "结论：有 {n} 条阻断问题，不能报送。", "Verdict: {n} blocking findings; it cannot be filed.";
    /// Verdict.
    VERDICT_EXPLAIN = "结论：{n} 条须说明理由后方可报送（--explain 文件）。", "Verdict: {n} findings need a reason before it can be filed (--explain FILE).";
    /// Verdict.
    VERDICT_CLEAN = "结论：可以报送。", "Verdict: it can be filed.";
    /// After init.
    INITIALISED = "已建立节点 {node}。下一步：node-agent enrol 入网码 --server 地址", "Node {node} is made. Next: node-agent enrol TOKEN --server URL";
    /// Enrolled.
    ENROLLED = "已入网：{name}（{bureau}），专项行动 {campaign}", "Enrolled: {name} ({bureau}), campaign {campaign}";
    /// Pending.
    PENDING = "待市局核准。请向市局报读本节点名 {node} 和密钥的六个词：{words}；核准后再次运行同一命令查询。", "The key waits for the city's approval. Read the node's name {node} and the six words of its key to the city: {words}. Run the same command again to ask.";
    /// Another key asked for anew, to be carried.
    ANEW_ASKED = "新密钥的入网请求将随下一个文件包送出，请运行 node-agent export。请向市局报读本节点名 {node} 和密钥的六个词：{words}", "The request to enrol the new key goes with the next package: run `node-agent export`. Read the node's name {node} and the six words of its key to the city: {words}";
    /// A line of an item.
    ITEM = "{number}  {form} {period} 第{revision}版  {state}  {id}", "{number}  {form} {period} revision {revision}  {state}  {id}";
    /// Duties.
    NO_DUTIES = "目前没有待报任务", "Nothing is owed at present";
    /// Duties: countdown, form, period, matter, stage, due.
    DUTY_LINE = "{countdown}  {form} {period}{subject}{which}  {stage}  截止 {due}", "{countdown}  {form} {period}{subject}{which}  {stage}  due {due}";
    /// Duties.
    WHICH_REPORT = "（{which}）", " ({which})";
    /// Check and file: what a ledger brings.
    BRINGS = "报送后，本单位另须报：", "Once filed, it brings:";
    /// Of a matter not known before: grade, matter, form, name, hours, due.
    BRINGS_FIRST = "  {grade} {subject}：{form}《{name}》{which}，平台收到本台账后{hours}小时内（如现在报送，{due}前）", "  {grade} {subject}: {form} {name}, {which}, within {hours} h of the city's receipt (filed now: by {due})";
    /// Of a matter known before.
    BRINGS_REPORT = "  {grade} {subject}：{form}《{name}》{which}，{due}前", "  {grade} {subject}: {form} {name}, {which}, by {due}";
    /// While cases of a grade are open.
    BRINGS_LEDGER = "  {grade}{n}件：{period}{form}《{name}》，{due}前", "  {grade}, {n}: {form} {name} for {period}, by {due}";
    /// Duties.
    MORE_DUTIES = "另有{n}项，见 node-agent duties", "{n} more: node-agent duties";
    /// Duties.
    DUTY_EXTENDED = "    市局准予延期至 {until}：{reason}", "    extended by the city until {until}: {reason}";
    /// Duties.
    DUTY_EXEMPT = "    市局准予豁免：{reason}", "    let off by the city: {reason}";
    /// Countdown.
    COUNT_DAYS = "剩{n}天", "{n} d left";
    /// Countdown.
    COUNT_HOURS = "剩{n}小时", "{n} h left";
    /// Countdown.
    COUNT_MINUTES = "剩{n}分钟", "{n} min left";
    /// Countdown.
    COUNT_OVER = "逾期{n}天", "{n} d overdue";
    /// Countdown.
    COUNT_EXEMPT = "免报", "let off";
    /// Stage.
    STAGE_NOT_YET = "未到期", "not due yet";
    /// Stage.
    STAGE_TO_FILE = "待报", "to file";
    /// Stage.
    STAGE_SEALED = "已封存，未回执", "sealed, no receipt yet";
    /// Stage.
    STAGE_TO_AMEND = "待更正", "to amend";
    /// Stage.
    STAGE_FILED = "已报送", "filed";
    /// Stage.
    STAGE_EXEMPT = "豁免", "exempt";
    /// Due.
    DUE = "    截止 {due}", "    due {due}";
    /// What the city said.
    SAID = "    市局说明：{said}", "    the city says: {said}";
    /// Empty outbox.
    NOTHING_SEALED = "发件箱为空。用 node-agent file 报送台账，或 node-agent nil 零报告。", "The outbox is empty. File a ledger with `node-agent file`, or a nil return with `node-agent nil`.";
    /// Nothing to send.
    NOTHING_TO_SEND = "没有待发送的内容。", "There is nothing to send.";
    /// Sealed and kept.
    NOT_SENT = "已封存，未发送。发送请运行 node-agent push。", "Sealed and not sent. Send it with `node-agent push`.";
    /// Not yet receipted.
    NOT_YET = "尚未取得回执。", "Not yet receipted.";
    /// Job.
    JOB_PUSH = "发送", "sending";
    /// Job.
    JOB_LETTERS = "取回文书", "fetching letters";
    /// Job.
    JOB_RETENTION = "清理运行记录", "clearing old runs";
    /// A job's line.
    JOB_LINE = "{job}：上次 {last}，下次 {next}", "{job}: last {last}, next {next}";
    /// A run.
    RUN_DONE = "{at} 完成", "{at} done";
    /// A run.
    RUN_FAILED = "{at} 未成", "{at} failed";
    /// A run.
    RUN_BROKEN = "{at} 中断", "{at} broken off";
    /// A run.
    RUN_UNDER_WAY = "{at} 进行中", "{at} under way";
    /// No run.
    RUN_NEVER = "从未运行", "never";
    /// Contact.
    CONTACT = "最近一次与市局联系：{at}", "Last contact with the city: {at}";
    /// Well.
    HEALTHY = "{contact}。正常。", "{contact}. Well.";
    /// Not well.
    QUIET = "{contact}。已超过 45 分钟未联系上。请检查网络，以及 node-agent run 是否在运行。", "{contact}. More than 45 minutes ago: check the network, and whether `node-agent run` is running.";
    /// Never.
    NO_CONTACT = "尚未与市局联系过", "The city was never heard of";
    /// Too little room.
    NO_ROOM = "磁盘剩余 {free} MB，封存至少需要 {needed} MB。没有封存；已封存的内容照常发送。请腾出空间后重试。", "{free} MB are free on the disk and sealing needs {needed} MB. Nothing was sealed; what is sealed is still sent. Make room and try again.";
    /// Room.
    ROOM = "磁盘剩余 {free} MB", "{free} MB are free on the disk";
    /// Little room.
    LITTLE_ROOM = "磁盘剩余 {free} MB，不足以封存新的报送；已封存的内容照常发送。请腾出空间。", "{free} MB are free on the disk, too little to seal anything more; what is sealed is still sent. Make room.";
    /// No such number.
    NOT_WAITING = "没有这个编号的待签台账。运行 node-agent waiting 查看。", "No checked ledger of this number waits. See `node-agent waiting`.";
    /// Nothing waits.
    NOTHING_WAITING = "没有待签的台账。", "No checked ledger waits.";
    /// A checked ledger.
    WAITING = "{number}  {form} {period}  {name}", "{number}  {form} {period}  {name}";
    /// A ledger made here.
    WAITING_MADE = "{number}  {filing}  {name}  由本机台账生成，签发：node-agent sign {number}{signer}", "{number}  {filing}  {name}  made of ledgers held here; sign it with `node-agent sign {number}{signer}`";
    /// A nil return made here.
    WAITING_NIL = "{number}  {filing}  零报告", "{number}  {filing}  nil return";
    /// Not signed.
    DISMISSED = "第 {number} 项已退回，不再待签。", "Item {number} was dismissed and waits no more.";
    /// Added to `sign`.
    WITH_SIGNER = " --signer 签字人姓名", " --signer NAME";
    /// Made and complete.
    PREPARED_READY = "已由 {of} 生成 {filing}，审核通过，尚未报送：{file}。核对无误后签发：node-agent sign {number}{signer}；不用的退回：node-agent waiting --dismiss {number}", "{filing} was made of {of}, checked, and not filed: {file}. Look at it and sign it with `node-agent sign {number}{signer}`, or put it aside with `node-agent waiting --dismiss {number}`.";
    /// Made in part.
    PREPARED_PART = "已由 {of} 生成 {filing} 的工作簿，还不能报送：", "A workbook of {filing} was made of {of}; it cannot be filed yet:";
    /// An empty cell.
    PREPARED_GAP = "  第{row}行{case}：缺“{column}”", "  row {row}{case}: “{column}” is empty";
    /// More of them.
    PREPARED_MORE = "  另有 {n} 处，见工作簿中的黄色单元格", "  cells left besides these: {n}; they are yellow in the workbook";
    /// How it goes on.
    PREPARED_FILE = "补填并核对后报送：node-agent file {file} --form {form} --period {period}{subject}", "Complete it, look at it, and file it: `node-agent file {file} --form {form} --period {period}{subject}`";
    /// A nil return that can be signed.
    PREPARED_NIL = "本机没有需要列入 {filing} 的内容，上期无未结。本期确无情况的，签发零报告：node-agent sign {number}；不用的退回：node-agent waiting --dismiss {number}", "Nothing held here belongs into {filing}, and nothing was left open. If there is nothing to report, sign the nil return with `node-agent sign {number}`, or put it aside with `node-agent waiting --dismiss {number}`.";
    /// Under a duty.
    OFFER_WAITS = "    已由本机台账生成，待签发：node-agent sign {number}{signer}", "    made of ledgers held here; to be signed: `node-agent sign {number}{signer}`";
    /// Under a duty.
    OFFER_LEDGER = "    可由本机台账生成：node-agent prepare {form} {period}{subject}", "    can be made of ledgers held here: `node-agent prepare {form} {period}{subject}`";
    /// Under a duty.
    OFFER_PART = "    可由本机台账预填（{n}处须人工补填）：node-agent prepare {form} {period}{subject}", "    can be begun from ledgers held here (cells left to a person: {n}): `node-agent prepare {form} {period}{subject}`";
    /// Under a duty.
    OFFER_NIL = "    本机没有需要列报的内容；确无情况的可零报告：node-agent prepare {form} {period}{subject}", "    nothing held here belongs into it; if there is nothing to report: `node-agent prepare {form} {period}{subject}`";
    /// Filed already.
    FILED_BEFORE = "{form} {period}已报送，不再生成。更正请用 node-agent amend --reason 理由。", "{form} of {period} was filed; it is not made again. Correct it with `node-agent amend --reason`.";
    /// No campaign.
    NO_CAMPAIGN = "尚不知道本单位所在的专项行动，无法生成。请先运行 node-agent push 取得市局的定义。", "The bureau's campaign is not known yet, so nothing can be made. Run `node-agent push` first to fetch the city's definitions.";
    /// Nothing to make it of.
    UNMADE_BY_HAND = "{form} 不能由其他台账生成。请用 node-agent template {form} 填报。", "{form} cannot be made of other ledgers. Fill in `node-agent template {form}`.";
    /// No source.
    UNMADE_NO_SOURCE = "{form} 由 {sources} 生成，本机没有该期或此前报送的 {sources}。先报送 {sources}，或用 node-agent template {form} 填报。", "{form} is made of {sources}, and no {sources} of this time or before was filed from here. File {sources} first, or fill in `node-agent template {form}`.";
    /// Nothing in the sources.
    UNMADE_NOTHING = "本机台账中没有应列入 {form} 的内容。核对期次和事项编号；台账有漏的先更正台账。", "Nothing in the ledgers held here belongs into {form}. Check the period and the matter; if a ledger lacks something, amend it first.";
    /// No matter.
    UNMADE_NO_MATTER = "{form} 一事一报：请用 --subject 写明事项编号。", "{form} is a report of one matter: name it with --subject.";
    /// Over.
    UNMADE_ENDED = "该事项已终报，不再续报。", "The last report of the matter was filed; there is none after it.";
    /// Who signs.
    WANTS_SIGNER = "此表须由签字人署名（零报告是署名的行为）。请运行 node-agent sign {number} --signer 签字人姓名。", "This form names who signs it (a nil report is an act with a signer). Run `node-agent sign {number} --signer NAME`.";
    /// Sources changed.
    MADE_OF_OTHERS = "生成之后，所依据的台账已经更正，没有封存。请重新生成：node-agent prepare。", "The ledgers it was made of were amended since; nothing was sealed. Make it again with `node-agent prepare`.";
    /// Workbook changed.
    PREPARED_CHANGED = "“{name}”在生成之后被改动过，没有封存。改过的按普通台账报送：node-agent file {name}。", "“{name}” was changed after it was made and was not sealed. What was changed is filed like any ledger: `node-agent file {name}`.";
    /// Job.
    JOB_PREPARE = "由本机台账生成", "making what is due of ledgers held";
    /// Changed after the check.
    CHANGED_SINCE = "“{name}”在审核之后被改动过，没有封存。请把它重新放入监视文件夹审核。", "“{name}” was changed after it was checked and was not sealed. Put it into the watched folder again.";
    /// No period.
    NO_PERIOD_IN_NAME = "文件名里没有报告期，或不止一个。请在文件名中写明一个报告期，如 L3_2025Q3.xlsx，再放入文件夹。", "The file's name holds no period, or several. Put exactly one into it, as in L3_2025Q3.xlsx, and put the file here again.";
    /// Job.
    JOB_WATCH = "查看监视文件夹", "looking at the watched folder";
    /// The ticker failed.
    TICKER = "定时器出错：{why}。请重新运行 node-agent run。", "The ticker failed: {why}. Start `node-agent run` again.";
    /// The daemon runs.
    RUNNING = "节点程序已在运行，按 Ctrl-C 结束。", "The node is running; Ctrl-C ends it.";
    /// The daemon ends.
    ENDED = "已结束。已封存的内容不变。", "Ended. What is sealed stays.";
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
}

#[cfg(test)]
mod tests {
    use schemas::text::slots;

    #[test]
    fn both_languages_have_the_same_slots() {
        for (name, text) in super::ALL {
            assert_eq!(slots(&text.zh), slots(&text.en), "{name}");
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{name}");
        }
    }
}
