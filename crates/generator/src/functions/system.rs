//! `system.*`: files and versions. Paths print `undefined` in KDG; here they are paths.

use super::{Build, Function};
use crate::words::technology;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "system.fileName",
        "{{system.fileName}}",
        "A file name.",
        Build::Identifier(&["{{hacker.noun}}_{{hacker.verb}}.{{system.fileExt}}"]),
    ),
    Function::new(
        "system.commonFileName",
        "{{system.commonFileName}}",
        "A file name with a common ending.",
        Build::Identifier(&["{{hacker.noun}}_{{hacker.verb}}.{{system.commonFileExt}}"]),
    ),
    Function::new(
        "system.mimeType",
        "{{system.mimeType}}",
        "A MIME type.",
        Build::Words(technology::MIME_TYPES),
    ),
    Function::new(
        "system.commonFileType",
        "{{system.commonFileType}}",
        "A common kind of file.",
        Build::Words(technology::COMMON_FILE_TYPES),
    ),
    Function::new(
        "system.commonFileExt",
        "{{system.commonFileExt}}",
        "A common ending of file names.",
        Build::Words(technology::COMMON_FILE_EXTENSIONS),
    ),
    Function::new(
        "system.fileType",
        "{{system.fileType}}",
        "A kind of file.",
        Build::Words(technology::FILE_TYPES),
    ),
    Function::new(
        "system.fileExt",
        "{{system.fileExt}}",
        "An ending of file names.",
        Build::Words(technology::FILE_EXTENSIONS),
    ),
    Function::new("system.directoryPath", "{{system.directoryPath}}", "A folder.", Build::Phrases(FOLDERS)),
    Function::new(
        "system.filePath",
        "{{system.filePath}}",
        "A folder and a file name.",
        Build::Phrases(&["{{system.directoryPath}}/{{system.fileName}}"]),
    ),
    Function::new(
        "system.semver",
        "{{system.semver}}",
        "A version of three numbers.",
        Build::Phrases(&["{{random.number(9)}}.{{random.number(9)}}.{{random.number(9)}}"]),
    ),
];

const FOLDERS: &[&str] = &[
    "/etc",
    "/home/{{internet.domainWord}}",
    "/opt/{{internet.domainWord}}",
    "/srv",
    "/tmp",
    "/usr/lib",
    "/usr/share",
    "/var/lib",
    "/var/log",
];
