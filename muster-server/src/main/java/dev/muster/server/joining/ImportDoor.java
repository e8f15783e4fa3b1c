package dev.muster.server.joining;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceDesk.Cause;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceNames;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A maker's list of devices (console listener): {@code POST /api/v1/{org}/joining/import?product=ID} with lines of {@code
 * serial} or {@code serial,product}; a first line that begins with {@code serial} is a heading. Answers {@code
 * {registered, known, refused: [{line, serial, reason, detail}]}}; what is in order is registered also when other lines
 * are not. The same as JSON: {@code {list: "lines", product?}}.
 */
final class ImportDoor {
    /** A line is a serial number and a product id. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    /** One transaction holds up the organisation's other writers for so long. */
    private static final int MAX_LINES = 5_000;

    private final Shell shell;
    private final InstantSource clock;

    ImportDoor(Shell shell, InstantSource clock) {
        this.shell = shell;
        this.clock = clock;
    }

    record ListBody(String list, @Nullable String product) {}

    private record Line(int number, String serial, String product) {}

    private static final class Outcome {
        private final List<Draft> drafts = new ArrayList<>();
        private final List<Map<String, Object>> refused = new ArrayList<>();
        private int known;

        void refuse(Line line, String reason, String detail) {
            refused.add(Map.of("line", line.number(), "serial", line.serial(), "reason", reason, "detail", detail));
        }
    }

    void addTo(Routes console) {
        console.post("/api/v1/{org}/joining/import", Need.WRITE, this::take);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        List<Line> lines = read(request);
        Cause cause = new Cause(request.caller().name(), "import", "");
        Instant now = clock.instant();
        Outcome outcome = shell.run(org, tx -> new SqlDeviceRegister(tx, org), register -> {
            Outcome all = new Outcome();
            Set<String> seen = new HashSet<>();
            lines.forEach(line -> one(line, seen, register, cause, now, all));
            return Decision.of(all, all.drafts);
        });
        return Response.json(
                Map.of("registered", outcome.drafts.size(), "known", outcome.known, "refused", outcome.refused));
    }

    private static List<Line> read(Request request) {
        byte[] body = request.body(MAX_BODY_BYTES);
        if (!request.contentType().equals(Response.JSON)) {
            return lines(
                    new String(body, StandardCharsets.UTF_8),
                    request.query("product").orElse(""));
        }
        ListBody list = Json.read(body, ListBody.class);
        if (list.list() == null) {
            throw Problem.of(400, "list-missing", "The member list holds the lines.")
                    .refuse();
        }
        return lines(list.list(), list.product() == null ? "" : list.product());
    }

    private static void one(
            Line line, Set<String> seen, SqlDeviceRegister register, Cause cause, Instant now, Outcome all) {
        if (!DeviceId.isDeviceId(line.serial())) {
            all.refuse(line, "device-invalid", DeviceId.SHAPE_IN_WORDS);
        } else if (!ProductId.isProductId(line.product())) {
            all.refuse(line, "product-unknown", "the line names no product, and neither does ?product=");
        } else if (!seen.add(line.serial())) {
            all.known++;
        } else {
            ProductId product = new ProductId(line.product());
            // Another maker's device may have this serial number already.
            DeviceId id = register.product(product)
                    .flatMap(known -> DeviceNames.of(known.maker(), line.serial(), register))
                    .orElse(new DeviceId(line.serial()));
            Decision<DeviceDesk.Answer> decision = DeviceDesk.register(id, product, register, cause, now);
            if (decision.answer() instanceof DeviceDesk.Answer.Refused(Refusing.Kind _, String reason, String detail)) {
                if (reason.equals("device-known")) {
                    all.known++;
                } else {
                    all.refuse(line, reason, detail);
                }
            } else {
                all.drafts.addAll(decision.drafts());
            }
        }
    }

    private static List<Line> lines(String text, String product) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\r?\n", -1)) {
            number++;
            String line = raw.strip();
            boolean heading =
                    number == 1 && line.toLowerCase(java.util.Locale.ROOT).startsWith("serial");
            if (line.isEmpty() || heading) {
                continue;
            }
            if (lines.size() >= MAX_LINES) {
                throw Problem.of(413, "list-too-long", "At most " + MAX_LINES + " devices at a time.")
                        .refuse();
            }
            String[] parts = line.split("[,;\t]", -1);
            String own = parts.length > 1 ? parts[1].strip() : "";
            lines.add(new Line(number, parts[0].strip(), own.isEmpty() ? product : own));
        }
        return lines;
    }
}
