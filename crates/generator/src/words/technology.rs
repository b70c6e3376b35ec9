//! Words and names of computing.

/// Abbreviations.
pub(crate) static HACKER_ABBREVIATIONS: &[&str] = &[
    "API", "ARM", "ASCII", "BIOS", "CDN", "CLI", "CPU", "CSV", "DHCP", "DNS", "GPU", "HTML", "IDE", "JSON",
    "LAN", "LDAP", "NFC", "NVMe", "PDF", "RAID", "RFID", "SDK", "SSH", "TLS", "UDP", "URL", "VPN", "WASM",
    "YAML",
];

/// Adjectives.
pub(crate) static HACKER_ADJECTIVES: &[&str] = &[
    "analog",
    "asynchronous",
    "atomic",
    "cached",
    "compiled",
    "concurrent",
    "distributed",
    "embedded",
    "encrypted",
    "federated",
    "idempotent",
    "immutable",
    "local",
    "remote",
    "sandboxed",
    "stateless",
    "static",
    "synthetic",
];

/// Nouns.
pub(crate) static HACKER_NOUNS: &[&str] = &[
    "allocator",
    "branch",
    "buffer",
    "cache",
    "certificate",
    "cluster",
    "compiler",
    "container",
    "cursor",
    "daemon",
    "debugger",
    "gateway",
    "hash",
    "kernel",
    "keyboard",
    "loop",
    "mutex",
    "packet",
    "parser",
    "queue",
    "registry",
    "router",
    "scheduler",
    "shell",
    "socket",
    "stack",
    "thread",
    "token",
    "tunnel",
];

/// Verbs.
pub(crate) static HACKER_VERBS: &[&str] = &[
    "allocate",
    "benchmark",
    "boot",
    "compile",
    "debug",
    "decode",
    "deploy",
    "encrypt",
    "fetch",
    "flush",
    "fork",
    "hash",
    "inline",
    "log",
    "merge",
    "mount",
    "patch",
    "ping",
    "profile",
    "rebase",
    "render",
    "restart",
    "shard",
    "sync",
    "trace",
];

/// Verbs in -ing.
pub(crate) static HACKER_ING_VERBS: &[&str] = &[
    "allocating",
    "booting",
    "compiling",
    "debugging",
    "decoding",
    "deploying",
    "encrypting",
    "fetching",
    "flushing",
    "forking",
    "hashing",
    "logging",
    "merging",
    "mounting",
    "patching",
    "pinging",
    "profiling",
    "rendering",
    "restarting",
    "sharding",
    "tracing",
];

/// Endings of file names.
pub(crate) static FILE_EXTENSIONS: &[&str] = &[
    "txt", "csv", "json", "xml", "html", "css", "js", "ts", "pdf", "png", "jpg", "gif", "svg", "webp", "mp3",
    "mp4", "wav", "avi", "zip", "gz", "tar", "rar", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "md", "log",
    "sql", "yaml", "toml", "ini", "bak",
];

/// Endings everybody knows.
pub(crate) static COMMON_FILE_EXTENSIONS: &[&str] =
    &["pdf", "mpg", "wav", "png", "jpg", "mp3", "mp4", "txt", "html", "gif"];

/// Kinds of files everybody knows.
pub(crate) static COMMON_FILE_TYPES: &[&str] = &["video", "audio", "image", "text", "application"];

/// Kinds of files: the part of a MIME type before the slash.
pub(crate) static FILE_TYPES: &[&str] =
    &["application", "audio", "font", "image", "message", "model", "multipart", "text", "video"];

/// MIME types.
pub(crate) static MIME_TYPES: &[&str] = &[
    "application/gzip",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/msword",
    "application/octet-stream",
    "application/pdf",
    "application/rtf",
    "application/sql",
    "application/wasm",
    "application/xml",
    "application/zip",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/x-tar",
    "application/x-www-form-urlencoded",
    "audio/aac",
    "audio/flac",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "font/otf",
    "font/ttf",
    "font/woff",
    "font/woff2",
    "image/avif",
    "image/bmp",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/tiff",
    "image/webp",
    "message/rfc822",
    "model/gltf+json",
    "model/obj",
    "multipart/form-data",
    "multipart/mixed",
    "text/calendar",
    "text/css",
    "text/csv",
    "text/html",
    "text/markdown",
    "text/plain",
    "text/tab-separated-values",
    "text/xml",
    "video/mp4",
    "video/mpeg",
    "video/ogg",
    "video/quicktime",
    "video/webm",
];
