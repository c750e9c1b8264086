//! What is said of the node's folder, its settings and its disk.

schemas::catalogue! {
    /// No node in the folder.
    NO_NODE = "此文件夹不是节点。先运行 node-agent init，或用 --dir 指明节点文件夹。",
        "This folder is not a node. Run `node-agent init` first, or name the folder with --dir.";
    /// A node exists.
    EXISTS = "此文件夹已有节点密钥，不会覆盖。请换一个文件夹。", "This folder has a node's key, which is never overwritten. Use another folder.";
    /// Disk trouble.
    DISK = "节点文件夹读写失败：{why}。检查磁盘空间和权限。", "The node's folder cannot be read or written: {why}. Check space and permissions.";
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
    /// Too little room.
    NO_ROOM = "磁盘剩余 {free} MB，封存至少需要 {needed} MB。没有封存；已封存的内容照常发送。请腾出空间后重试。", "{free} MB are free on the disk and sealing needs {needed} MB. Nothing was sealed; what is sealed is still sent. Make room and try again.";
    /// Room.
    ROOM = "磁盘剩余 {free} MB", "{free} MB are free on the disk";
    /// Little room.
    LITTLE_ROOM = "磁盘剩余 {free} MB，不足以封存新的报送；已封存的内容照常发送。请腾出空间。", "{free} MB are free on the disk, too little to seal anything more; what is sealed is still sent. Make room.";
    /// After init.
    INITIALISED = "已建立节点 {node}。下一步：node-agent enrol 入网码 --server 地址", "Node {node} is made. Next: node-agent enrol TOKEN --server URL";
}
