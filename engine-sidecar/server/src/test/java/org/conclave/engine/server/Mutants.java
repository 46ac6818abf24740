package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request broken in many ways: every byte string that is set in it, however deep, in turn. */
final class Mutants {
  private final ByteString canary;

  /**
   * @param canary put into the place of what was there, behind it and within it
   */
  Mutants(ByteString canary) {
    this.canary = canary;
  }

  List<Message> of(Message valid) {
    List<Message> mutants = new ArrayList<>();
    for (Map.Entry<FieldDescriptor, Object> entry : valid.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.isRepeated()) {
        List<?> elements = (List<?>) entry.getValue();
        // The last element stands for those before it, and comes after whatever they changed.
        int last = elements.size() - 1;
        for (Object broken : broken(field, elements.get(last))) {
          mutants.add(valid.toBuilder().setRepeatedField(field, last, broken).build());
        }
      } else {
        for (Object broken : broken(field, entry.getValue())) {
          mutants.add(valid.toBuilder().setField(field, broken).build());
        }
      }
    }
    return mutants;
  }

  private List<?> broken(FieldDescriptor field, Object value) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      return of((Message) value);
    }
    if (field.getJavaType() != JavaType.BYTE_STRING) {
      return List.of();
    }
    ByteString bytes = (ByteString) value;
    ByteString within =
        bytes.size() <= canary.size()
            ? canary.substring(0, bytes.size())
            : bytes
                .substring(0, bytes.size() / 2 - canary.size() / 2)
                .concat(canary)
                .concat(bytes.substring(bytes.size() / 2 - canary.size() / 2 + canary.size()));
    return List.of(
        canary,
        bytes.concat(canary),
        within,
        bytes.substring(0, bytes.size() / 2),
        ByteString.EMPTY);
  }
}
