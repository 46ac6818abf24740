package org.conclave.libp2p.pubsub;

/** What {@link PubSub#metrics} counts. */
public enum Metric {
  /** Own messages. */
  PUBLISHED,
  /** Messages of others that were accepted. */
  ACCEPTED,
  /** Accepted messages that were not handed to a handler that was too slow. */
  UNDELIVERED,
  /** Copies of messages that were known already. */
  DUPLICATES,
  /** Messages that the validator rejected. */
  REJECTED,
  /** Messages that the validator ignored, or did not judge in time. */
  IGNORED,
  /** Messages whose signature or author does not hold. */
  FORGED,
  /** Messages dropped because too many were being checked. */
  CHECK_OVERFLOW,
  /** Messages, grafts and requests refused because the gate keeps a peer out of a topic. */
  GATE_REFUSED,
  /** Frames, and parts of frames, that do not follow the protocol. */
  MALFORMED,
  /** Frames of peers whose score is too low to be heard. */
  GRAYLISTED,
  RPCS_RECEIVED,
  RPCS_SENT,
  BYTES_RECEIVED,
  BYTES_SENT,
  GRAFTS_SENT,
  PRUNES_SENT,
  IHAVE_IDS_SENT,
  /** Ids of messages asked for. */
  IWANT_IDS_SENT,
  IDONTWANT_IDS_SENT,
  /** Messages sent because a peer asked for them. */
  IWANT_SERVED,
  /** Requests and announcements beyond what a peer may send between two heartbeats. */
  GOSSIP_REFUSED,
  /** Messages that a peer announced and did not send when asked. */
  BROKEN_PROMISES,
  /** Gossip not sent because a peer reads slowly. */
  GOSSIP_DROPPED,
  /** Messages not sent because a peer reads slowly. */
  MESSAGES_DROPPED,
  /** Connections closed because a peer did not read. */
  SLOW_PEERS_DISCONNECTED
}
