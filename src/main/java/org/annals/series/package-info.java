/// Patch series: which mails are the patches of one mailing, what was said to each, which mailings
/// are versions of one another.
///
/// Pure functions of mails. Way in: `Assembly.of` for the mails of a conversation, `FollowUps.of`
/// for what was answered.
@NullMarked
package org.annals.series;

import org.jspecify.annotations.NullMarked;
