/** Conversations, people and settings: the window once the profile is open. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.chat;
