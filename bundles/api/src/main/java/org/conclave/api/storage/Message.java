package org.conclave.api.storage;

import java.time.Instant;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;

/**
 * A message of the history.
 *
 * @param sequence its place in this device's history of the conversation, from 1; gaps are left by
 *     messages whose time was over
 * @param sentAt by the author's clock, to the microsecond
 * @param committedAt when this device committed it, to the microsecond
 * @param recipients own messages: how many members it was sent to; else 0
 * @param received own messages: how many of them have acknowledged it; else 0
 */
public record Message(
    GroupId group,
    MessageId id,
    long sequence,
    UserId author,
    boolean own,
    Instant sentAt,
    Instant committedAt,
    String text,
    int recipients,
    int received) {}
