/// What a mail says as a patch: `[PATCH v3 2/7]`, diffs, hunks, diffstat, trailers.
///
/// Pure functions of subjects and decoded text. Way in: `SubjectPrefix.parse` for a subject,
/// `TextRuns.split` for a text, which pages, index and trailers all share. Text is cut by offsets
/// and never copied; nothing throws on mail, and damaged diffs end where they stop making sense.
@NullMarked
package org.annals.patch;

import org.jspecify.annotations.NullMarked;
