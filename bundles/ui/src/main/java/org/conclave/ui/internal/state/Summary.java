package org.conclave.ui.internal.state;

import java.util.Optional;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;

/** A conversation as the list shows it. */
public record Summary(Conversation conversation, Optional<Message> newest) {
  public GroupId group() {
    return conversation.group();
  }

  public String name() {
    return conversation.name();
  }
}
