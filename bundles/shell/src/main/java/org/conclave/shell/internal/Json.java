package org.conclave.shell.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a headless session: answers, and commands in their JSON form. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  static String success(@Nullable Object result) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("ok", true);
    line.put("result", result);
    return GSON.toJson(line);
  }

  static String failure(String code, String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("ok", false);
    line.put("error", Map.of("code", code, "message", message));
    return GSON.toJson(line);
  }

  /**
   * Reads {@code ["command", "argument", …]}.
   *
   * @throws CommandException USAGE if it is anything else
   */
  static List<String> words(String line) throws CommandException {
    try {
      List<String> words = new ArrayList<>();
      for (JsonElement element : JsonParser.parseString(line).getAsJsonArray()) {
        words.add(element.getAsJsonPrimitive().getAsString());
      }
      if (!words.isEmpty()) {
        return words;
      }
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      // Reported below, like an empty array.
    }
    throw CommandException.usage(
        "A line that begins with [ is a JSON array of strings: command, then arguments.");
  }
}
