/** Codes and invitations as text that people copy, read aloud and write down. */
@NullMarked
package org.conclave.onboarding.internal.text;

import org.jspecify.annotations.NullMarked;
