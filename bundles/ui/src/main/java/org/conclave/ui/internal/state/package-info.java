/** What the window knows about the application at one moment, and what of it needs saying. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.state;
