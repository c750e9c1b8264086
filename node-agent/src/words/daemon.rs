//! The daemon, its jobs and their runs.

schemas::catalogue! {
    /// The ticker failed.
    TICKER = "定时器出错：{why}。请重新运行 node-agent run。", "The ticker failed: {why}. Start `node-agent run` again.";
    /// The daemon runs.
    RUNNING = "节点程序已在运行，按 Ctrl-C 结束。", "The node is running; Ctrl-C ends it.";
    /// The daemon ends.
    ENDED = "已结束。已封存的内容不变。", "Ended. What is sealed stays.";
    /// Job.
    JOB_PUSH = "发送", "sending";
    /// Job.
    JOB_LETTERS = "取回文书", "fetching letters";
    /// Job.
    JOB_RETENTION = "清理运行记录", "clearing old runs";
    /// Job.
    JOB_PREPARE = "由本机台账生成", "making what is due of ledgers held";
    /// Job.
    JOB_WATCH = "查看监视文件夹", "looking at the watched folder";
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
}
