package org.conclave.engine.server;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of anything a request may carry: 256, unless the table says more. What one call costs is
 * so bounded by more than the size of its messages.
 */
final class CountLimits {
  private static final int USUAL = 256;

  private static final Map<String, Integer> LARGER =
      Map.ofEntries(
          Map.entry("GroupState.rows", 65_536),
          Map.entry("GroupState.tree", 65_536),
          Map.entry("BatchRows.rows", 65_536),
          Map.entry("BatchTree.segments", 65_536),
          Map.entry("CommitRequest.add_key_packages", 65_536),
          Map.entry("CommitRequest.remove_leaves", 65_536),
          Map.entry("ReInitRequest.key_packages", 65_536),
          Map.entry("BranchRequest.key_packages", 65_536),
          Map.entry("JoinGroupRequest.key_packages", 1_024),
          Map.entry("PeekSendersRequest.messages", 4_096),
          Map.entry("BatchMessages.messages", 1_024));

  /** Kinds of messages in which, however deep, nothing is repeated. */
  private static final Map<Descriptor, Boolean> PLAIN = new ConcurrentHashMap<>();

  private CountLimits() {}

  /**
   * @throws IllegalArgumentException if there are too many of something in {@code request}
   */
  static void check(Message request) {
    if (isPlain(request.getDescriptorForType())) {
      return;
    }
    request.getAllFields().forEach(CountLimits::check);
  }

  private static void check(FieldDescriptor field, Object value) {
    boolean message = field.getJavaType() == JavaType.MESSAGE;
    if (!field.isRepeated()) {
      if (message) {
        check((Message) value);
      }
      return;
    }
    List<?> elements = (List<?>) value;
    String name = field.getContainingType().getName() + "." + field.getName();
    int most = LARGER.getOrDefault(name, USUAL);
    if (elements.size() > most) {
      throw new IllegalArgumentException("more than " + most + " of " + name);
    }
    if (message && !isPlain(field.getMessageType())) {
      elements.forEach(element -> check((Message) element));
    }
  }

  private static boolean isPlain(Descriptor type) {
    Boolean known = PLAIN.get(type);
    if (known == null) {
      known = !repeats(type, new HashSet<>());
      PLAIN.put(type, known);
    }
    return known;
  }

  private static boolean repeats(Descriptor type, Set<Descriptor> seen) {
    return seen.add(type)
        && type.getFields().stream()
            .anyMatch(
                field ->
                    field.isRepeated()
                        || field.getJavaType() == JavaType.MESSAGE
                            && repeats(field.getMessageType(), seen));
  }
}
