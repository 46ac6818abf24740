/** What a member does: frame, propose, commit, welcome, join. RFC 9420 sections 6, 11 and 12. */
@NullMarked
package org.conclave.mls.group;

import org.jspecify.annotations.NullMarked;
