//! Words of the page 存证.

schemas::catalogue! {
    /// Sentence under the title.
    STATE = "每次受理、校验、密钥变更都记入只增不改的日志；本页可查可验。", "Every acceptance, verdict and key event is in a log that only grows; look up and verify here.";
    /// Heading.
    LOG = "日志", "The log";
    /// Line.
    ORIGIN = "名称", "Origin";
    /// Line.
    KEY = "公钥", "Public key";
    /// Line.
    SIZE = "条数", "Leaves";
    /// Line.
    NEWEST = "最新一条", "Newest leaf";
    /// Line.
    ROOT = "最新根", "Newest root";
    /// Line.
    POLICY_IN_FORCE = "现行定义版本", "Definitions in force";
    /// Line.
    POLICY_SINCE = "定义生效", "In force since";
    /// Line.
    POLICY = "定义版本", "Definitions";
    /// Mark.
    EARLIER_POLICY = "旧版", "earlier";
    /// Empty log.
    EMPTY = "日志尚无记载", "The log is empty";
    /// Link.
    CHECKPOINT = "检查点", "Checkpoint";
    /// Heading.
    SCRUB = "全量复算", "Recomputing the whole log";
    /// Button.
    RUN_SCRUB = "立即复算", "Recompute now";
    /// Never run.
    NEVER = "尚未复算过。复算逐条核对日志、哈希树、检查点、文书和报送声明。", "It has not been recomputed yet. Doing so checks every leaf, node, checkpoint, document and statement.";
    /// Outcome.
    CLEAN = "{at} 复算 {leaves} 条、{checkpoints} 个检查点、{documents} 件文书、{statements} 份报送声明，均与原来一致。", "Recomputed at {at}: {leaves} leaves, {checkpoints} checkpoints, {documents} documents and {statements} statements are what they were.";
    /// Outcome.
    FAULTY = "{at} 复算发现 {n} 处已变，请立即报告系统管理员并保留现场：", "Recomputed at {at}: {n} things have changed. Tell the system administrator at once and keep everything as it is:";
    /// Beyond the list.
    MORE = "另有 {n} 处未列出", "{n} more are not listed";
    /// Heading.
    LOOK_UP = "查询", "Look up";
    /// Label.
    ASKED = "报送声明摘要、日志序号，或“单位代码 表式 报告期”", "Hash of a statement, index of a leaf, or “bureau form period”";
    /// Button.
    FIND = "查询", "Find";
    /// Nothing.
    NOT_FOUND = "没有找到“{asked}”，或不在可查阅范围内。", "Nothing is found for “{asked}”, or nothing you may see.";
    /// Heading.
    RECENT = "最近记载", "Newest entries";
    /// Column.
    INDEX = "序号", "Leaf";
    /// Column.
    WHEN = "时间", "Time";
    /// Column.
    WHAT = "事项", "What";
    /// Column.
    OF = "报送", "Filing";
    /// Column.
    STATEMENT = "报送声明", "Statement";
    /// Nothing yet.
    NO_RECENT = "还没有与本单位有关的记载", "Nothing concerns your bureau yet";
    /// Revision.
    REVISION = "第{revision}版", "revision {revision}";
    /// Heading.
    VERIFY = "核验回执", "Verify a receipt";
    /// Explanation.
    VERIFY_NOTE = "选择文件或粘贴全文。核验只用日志公钥，不查数据库；离线核验可用 aggregator verify 或 node-agent verify。", "Choose a file or paste the text. Only the log's key is used, not the database; offline, aggregator verify and node-agent verify do the same.";
    /// Label.
    RECEIPT_FILE = "回执文件（.tlog-proof）", "Receipt file (.tlog-proof)";
    /// Label.
    RECEIPT_TEXT = "或粘贴回执全文", "or paste the receipt";
    /// Label.
    STATEMENT_FILE = "报送声明文件（可不填）", "Statement file (optional)";
    /// Label.
    STATEMENT_TEXT = "或粘贴报送声明全文（可不填）", "or paste the statement (optional)";
    /// Label.
    DOCUMENT_FILE = "文书文件（可不填）", "Document file (optional)";
    /// Label.
    GROWTH_FILE = "一致性证明文件（可不填）", "Consistency proof file (optional)";
    /// Button.
    DO_VERIFY = "核验", "Verify";
    /// Outcome.
    HOLDS = "回执成立：日志 {origin} 第 {index} 条，{received} 记载“{act}”。", "The receipt holds: leaf {index} of {origin} says “{act}”, received {received}.";
    /// Outcome.
    HOLDS_OF = "所记报送：{filing}。", "It is about {filing}.";
    /// Outcome.
    HOLDS_STATEMENT = "它是所附报送声明的回执。", "It is the receipt of the statement given.";
    /// Outcome.
    HOLDS_DOCUMENT = "所附文书即该条所记的文书。", "The document given is the one the leaf names.";
    /// Outcome.
    HOLDS_LATER = "{size} 条时的日志仍含该条，其间只增不改。", "The log of {size} leaves still holds it and has only grown since.";
    /// Outcome.
    FAILS = "不成立：{why}。不要采信，并报告市局。", "It does not hold: {why}. Do not rely on it, and tell the city.";
    /// Nothing given.
    NOTHING_GIVEN = "没有回执。请选择回执文件或粘贴全文。", "No receipt was given. Choose its file or paste it.";
}
