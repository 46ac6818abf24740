/**
 * Signed statements: made by a key, verified on arrival. Nothing here reads a clock or the disk.
 * What came from outside is {@code Unverified…} until a reader has made a {@code Verified…} of it.
 */
@NullMarked
package org.conclave.onboarding.internal.statement;

import org.jspecify.annotations.NullMarked;
