/**
 * The organisation's set of verified statements, what follows from it for each member, and how
 * peers come to hold the same set.
 */
@NullMarked
package org.conclave.onboarding.internal.ledger;

import org.jspecify.annotations.NullMarked;
