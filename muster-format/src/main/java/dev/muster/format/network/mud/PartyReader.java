package dev.muster.format.network.mud;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonCursor;
import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** MUD's own matches (RFC 8520 §8). */
final class PartyReader {
    /** IANA's "MUD Well-Known Universal Resource Name". */
    private static final Set<String> URNS = Set.of("urn:ietf:params:mud:dns", "urn:ietf:params:mud:ntp");

    private PartyReader() {}

    static List<Party> read(Members matches, Runnable notUnderstood) {
        Optional<JsonCursor> at = matches.drafted(matches.added(MudReader.MUD, "mud"), MudReader.MUD, "mud-acl");
        return AceReader.object(matches, at, notUnderstood)
                .map(mud -> parties(mud, notUnderstood))
                .orElse(List.of());
    }

    private static List<Party> parties(Members mud, Runnable notUnderstood) {
        List<Party> all = new ArrayList<>();
        named(mud, "manufacturer", notUnderstood).ifPresent(t -> all.add(new Party.Manufacturer(host(mud, t))));
        if (empty(mud, "same-manufacturer", notUnderstood)) {
            all.add(new Party.SameManufacturer());
        }
        named(mud, "model", notUnderstood).ifPresent(t -> all.add(new Party.Model(t)));
        if (empty(mud, "local-networks", notUnderstood)) {
            all.add(new Party.LocalNetworks());
        }
        named(mud, "controller", notUnderstood).ifPresent(t -> {
            if (t.startsWith("urn:ietf:params:mud:") && !URNS.contains(t)) {
                mud.note(Code.URN_NOT_REGISTERED, t + " is not registered: only what is assigned to it here is meant");
            }
            all.add(new Party.Controller(t));
        });
        if (empty(mud, "my-controller", notUnderstood)) {
            all.add(new Party.MyController());
        }
        if (!mud.nothingElse(Code.MEMBER_UNKNOWN)) {
            notUnderstood.run();
        }
        return all;
    }

    /** RFC 8520 §8.1: the authority of a MUD URL, which some write as an URL. */
    private static String host(Members mud, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int start = lower.indexOf("://");
        if (start < 0) {
            return lower;
        }
        String host = lower.substring(start + 3).split("[/?#:]", 2)[0];
        mud.note(Code.MANUFACTURER_AS_URL, "\"" + text + "\" is an URL: read as " + host);
        return host;
    }

    private static Optional<String> named(Members mud, String name, Runnable notUnderstood) {
        Optional<JsonCursor> at = mud.own(MudReader.MUD, name);
        Optional<String> text = mud.text(at).filter(t -> !t.isBlank());
        if (at.isPresent() && text.isEmpty()) {
            notUnderstood.run();
        }
        return text;
    }

    /** YANG's empty is {@code [null]} (RFC 7951 §6.9); the field also has {@code []}, {@code null}, {@code ""} and true. */
    private static boolean empty(Members mud, String name, Runnable notUnderstood) {
        Optional<JsonCursor> at = mud.own(MudReader.MUD, name);
        if (at.isEmpty()) {
            return false;
        }
        Json value = at.get().value();
        if (value.equals(Json.of(List.of(new Json.Null())))) {
            return true;
        }
        boolean meant = value.equals(Json.of(List.of()))
                || value instanceof Json.Null
                || value.equals(Json.of(""))
                || value.equals(Json.of(true));
        if (!meant) {
            mud.note(Code.MEMBER_NOT_READ, at.get(), "\"" + name + "\" is written [null]");
            notUnderstood.run();
            return false;
        }
        mud.note(Code.EMPTY_NOT_AS_NULL, at.get(), "\"" + name + "\" is written [null] (RFC 7951 §6.9)");
        return true;
    }
}
