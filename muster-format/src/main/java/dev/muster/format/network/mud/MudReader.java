package dev.muster.format.network.mud;

import dev.muster.format.json.JsonCursor;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonLimits;
import dev.muster.format.json.JsonReader;
import dev.muster.format.network.mud.Finding.Code;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a MUD file, leniently and with every deviation noted; see the package description. */
public final class MudReader {
    /** Larger than any file in the field by far (200 rules are 80 KB). */
    public static final int BYTES_MOST = 1024 * 1024;

    static final String MUD = "ietf-mud";
    private static final String TLS = "ietf-mud-tls";
    private static final Pattern OFFSET = Pattern.compile("(.+[0-9]) ?([+-][0-9]{2}:?[0-9]{2}|[zZ])");
    private static final JsonLimits LIMITS = new JsonLimits(32, 100_000, BYTES_MOST);

    /** RFC 8520 §3.5. */
    private static final int CACHE_HOURS_USUAL = 48;

    private static final int CACHE_HOURS_MOST = 168;

    /** RFC 8520 §3.6. */
    private static final int SYSTEMINFO_CHARS_MOST = 60;

    /** IANA's registry of MUD extensions, and the modules that they bring. */
    private static final Set<String> EXTENSIONS = Set.of("ol", "transparency", TLS, "mud-tls", "ietf-mud-transparency");

    private final Members mud;
    private final List<Finding> findings = new ArrayList<>();
    private final JsonCursor root;

    private MudReader(JsonCursor root) {
        this.root = root;
        Members top = new Members(root, findings);
        JsonCursor container = top.added(MUD, "mud")
                .orElseThrow(() -> root.fault("no MUD file: the member \"ietf-mud:mud\" is missing"));
        this.mud = new Members(container, findings);
    }

    /**
     * Reads one file.
     *
     * @throws MudException when the text is no I-JSON, or has no {@code ietf-mud:mud} with a {@code mud-url}
     */
    public static MudFile read(byte[] text) {
        boolean marked = text.length > 2 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf;
        byte[] plain = marked ? Arrays.copyOfRange(text, 3, text.length) : text;
        try {
            MudReader reader = new MudReader(JsonCursor.of(JsonReader.read(plain, LIMITS)));
            if (marked) {
                reader.mud.note(Code.BYTE_ORDER_MARK, reader.root, "the text begins with a byte order mark");
            }
            return reader.file();
        } catch (JsonException broken) {
            throw new MudException(broken.in(plain));
        }
    }

    private MudFile file() {
        String url = url();
        int version = version();
        Optional<Instant> updated =
                required("last-update").flatMap(at -> mud.text(Optional.of(at)).flatMap(text -> time(at, text)));
        int hours = cacheHours();
        boolean supported = mud.truth(required("is-supported")).orElse(false);
        if (!supported) {
            mud.note(Code.NOT_SUPPORTED, "the maker no longer keeps this description up to date");
        }
        MudFile.About about = about();
        Optional<String> signature = mud.text(mud.own(MUD, "mud-signature"));
        List<String> extensions = mud.texts(mud.own(MUD, "extensions"));
        boolean tls = mud.truth(mud.added(TLS, "is-tls-dtls-profile-supported")).orElse(false);
        Optional<MudFile.Transparency> transparency = TransparencyReader.read(mud);
        extensions(extensions, tls, transparency.isPresent());
        // Who owns the file (draft-ietf-opsawg-ol), for people; it is registered, and says nothing of the network.
        mud.added("ietf-ol", "ol");
        List<String> from = policy("from-device-policy");
        List<String> to = policy("to-device-policy");
        List<Acl> acls = new AclReader(root, mud).read();
        mud.extensionsOnly();
        return new MudFile(
                        version,
                        url,
                        updated,
                        hours,
                        supported,
                        about,
                        signature,
                        extensions,
                        tls,
                        from,
                        to,
                        acls,
                        transparency,
                        findings)
                .examined(mud.cursor().path());
    }

    private String url() {
        String url = mud.own(MUD, "mud-url")
                .orElseThrow(() -> mud.cursor().fault("the member \"mud-url\" is missing"))
                .text();
        if (!url.startsWith("https://")) {
            mud.note(Code.URL_NOT_HTTPS, "mud-url is " + url);
        }
        return url;
    }

    private int version() {
        int version = required("mud-version")
                .flatMap(at -> mud.number(at, 0, 255))
                .map(Long::intValue)
                .orElse(1);
        if (version != 1) {
            mud.note(Code.VERSION_UNKNOWN, "mud-version " + version + " is read as version 1");
        }
        return version;
    }

    private Optional<JsonCursor> required(String name) {
        Optional<JsonCursor> found = mud.own(MUD, name);
        if (found.isEmpty()) {
            mud.note(Code.MEMBER_MISSING, "the member \"" + name + "\" is missing");
        }
        return found;
    }

    private int cacheHours() {
        Optional<JsonCursor> at = mud.own(MUD, "cache-validity");
        long hours = at.flatMap(c -> mud.number(c, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .orElse((long) CACHE_HOURS_USUAL);
        if (hours < 1 || hours > CACHE_HOURS_MOST) {
            mud.note(
                    Code.CACHE_VALIDITY_RANGE,
                    "cache-validity " + hours + " is not between 1 and " + CACHE_HOURS_MOST + " hours");
        }
        return Math.clamp(hours, 1, CACHE_HOURS_MOST);
    }

    /** RFC 6991's date-and-time has a zone; files without one are read as UTC. */
    private Optional<Instant> time(JsonCursor at, String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException other) {
            // A blank for the T is usual, and offsets without a colon are what strftime writes.
            String right = text.strip().replaceFirst("^([0-9-]{10}) +", "$1T");
            Matcher offset = OFFSET.matcher(right);
            boolean zoned = offset.matches();
            String plain = zoned ? offset.group(1) : right.length() == 10 ? right + "T00:00:00" : right;
            try {
                LocalDateTime time = LocalDateTime.parse(plain);
                mud.note(
                        zoned ? Code.TIME_NOT_RFC3339 : Code.TIME_WITHOUT_ZONE,
                        at,
                        "\"" + text + "\" is " + (zoned ? "not as RFC 3339 writes it" : "without a zone: read as UTC"));
                return Optional.of(time.toInstant(zoned ? zone(offset.group(2)) : ZoneOffset.UTC));
            } catch (DateTimeException noTime) {
                mud.note(Code.MEMBER_NOT_READ, at, "\"" + text + "\" is no date and time (RFC 3339)");
                return Optional.empty();
            }
        }
    }

    private static ZoneOffset zone(String text) {
        return text.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    private MudFile.About about() {
        String info = words("systeminfo");
        if (info.codePointCount(0, info.length()) > SYSTEMINFO_CHARS_MOST) {
            mud.note(Code.SYSTEMINFO_LONG, "systeminfo has more than " + SYSTEMINFO_CHARS_MOST + " characters");
        }
        return new MudFile.About(
                info,
                words("mfg-name"),
                words("model-name"),
                words("firmware-rev"),
                words("software-rev"),
                words("documentation"));
    }

    private String words(String name) {
        return mud.text(mud.own(MUD, name)).orElse("");
    }

    private void extensions(List<String> named, boolean tls, boolean transparency) {
        for (String extension : named) {
            if (!EXTENSIONS.contains(extension)) {
                mud.note(Code.EXTENSION_UNKNOWN, "the extension \"" + extension + "\" is not known and not used");
            }
        }
        if (tls && named.stream().noneMatch(e -> e.contains("tls"))) {
            mud.note(Code.EXTENSION_NOT_DECLARED, "TLS profiles are used and not named in extensions");
        }
        if (transparency && named.stream().noneMatch(e -> e.contains("transparency"))) {
            mud.note(Code.EXTENSION_NOT_DECLARED, "transparency is used and not named in extensions");
        }
    }

    private List<String> policy(String name) {
        Optional<JsonCursor> container = mud.own(MUD, name);
        if (container.isEmpty()) {
            return List.of();
        }
        Members policy = new Members(container.get(), findings);
        Optional<JsonCursor> lists = policy.own(MUD, "access-lists");
        policy.nothingElse(Code.MEMBER_UNKNOWN);
        if (lists.isEmpty()) {
            return List.of();
        }
        Members inner = new Members(lists.get(), findings);
        List<String> names = new ArrayList<>();
        for (JsonCursor entry : inner.elements(inner.own(MUD, "access-list"))) {
            Members item = new Members(entry, findings);
            // Drafts before 15 wrote acl-name; RFC 8520 writes name.
            Optional<JsonCursor> draft = item.cursor().find("acl-name");
            Optional<JsonCursor> right = item.own(MUD, "name");
            draft.ifPresent(at -> item.note(Code.ROOT_OF_A_DRAFT, at, "\"acl-name\" is a draft's word for \"name\""));
            item.text(right.or(() -> draft)).ifPresent(names::add);
        }
        inner.nothingElse(Code.MEMBER_UNKNOWN);
        return names;
    }
}
