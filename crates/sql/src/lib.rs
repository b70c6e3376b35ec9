//! The KDA SQL dialect: tokens, tree, checker, plan and diagnostics.
