package dev.muster.server.governance.exchange;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;

/** What another server's problem says, for a person: its code, of bounded length and without anything else of it. */
final class Told {
    private static final int CHARS_MOST = 64;

    private Told() {}

    static String code(byte[] problem) {
        try {
            if (JsonReader.read(problem) instanceof Json.Obj object
                    && object.get("code").or(() -> object.get("reason")).orElse(null) instanceof Json.Text text
                    && text.value().matches("[a-z0-9-]{1," + CHARS_MOST + "}")) {
                return text.value();
            }
        } catch (JsonException notOurs) {
            // Some other server's words; they are not repeated.
        }
        return "without a reason that can be read";
    }
}
