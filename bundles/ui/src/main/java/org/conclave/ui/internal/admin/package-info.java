/** What administrators do: members, invitations, requests, policy, recovery, and the audit log. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.admin;
