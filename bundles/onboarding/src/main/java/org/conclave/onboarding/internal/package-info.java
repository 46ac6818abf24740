/**
 * Founding, inviting and joining an organisation, and the judgement of who may connect. The
 * subpackages hold what a person copies (text), what is signed (statement) and what all members
 * know (ledger).
 */
@NullMarked
package org.conclave.onboarding.internal;

import org.jspecify.annotations.NullMarked;
