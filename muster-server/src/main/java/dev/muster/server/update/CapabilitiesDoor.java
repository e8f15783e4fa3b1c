package dev.muster.server.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.DeviceClasses;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.MalformedException;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a product's devices can run. Agents of this project say it in their evidence; of other devices somebody declares it.
 *
 * <pre>
 * POST /api/v1/{org}/update-capabilities?product=ID   a SUIT_Capability_Report
 * GET  /api/v1/{org}/update-capabilities?product=ID   -> [{declared, devices, components, ...}]
 * </pre>
 */
final class CapabilitiesDoor {
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    CapabilitiesDoor(Database database, Shell shell, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.post(
                        "/api/v1/{org}/update-capabilities",
                        Need.WRITE,
                        Accepts.upTo(Capabilities.MOST_BYTES),
                        this::declare)
                .get("/api/v1/{org}/update-capabilities", Need.READ, this::list);
    }

    private Response declare(Request request) {
        ProductId product = Doors.product(request.query("product").orElse(""));
        Capabilities can;
        try {
            can = Capabilities.parse(request.body(Capabilities.MOST_BYTES));
        } catch (MalformedException e) {
            throw Problem.of(
                            400, "malformed-capabilities", "The report cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
        OrgId org = request.org();
        DeviceClasses.Answer answer = shell.<UpdateStore, DeviceClasses.Answer>run(
                org,
                tx -> new SqlUpdateStore(tx, org),
                known -> DeviceClasses.declare(product, can, request.caller().name(), known, clock.instant()));
        return switch (answer) {
            case DeviceClasses.Answer.Declared _ -> Response.json(201, Map.of("product", product.value()));
            case DeviceClasses.Answer.Known _ -> Response.json(200, Map.of("product", product.value()));
            case DeviceClasses.Answer.Refused refused -> throw Doors.refused(refused.refusal());
        };
    }

    /**
     * One report.
     *
     * @param devices in service that send it; 0 for the declared one
     * @param components as diagnostic notation; one that ends in {@code /*} has everything below it
     * @param componentBytes the most that a component holds, of those of which it is known
     * @param report as it is encoded, base64
     */
    public record ReportView(
            boolean declared,
            int devices,
            List<String> components,
            Collection<Long> commands,
            Collection<Long> parameters,
            Collection<Long> algorithms,
            @Nullable Long envelopeBytes,
            Map<String, Long> componentBytes,
            List<String> deltas,
            String report) {}

    private Response list(Request request) {
        ProductId product = Doors.product(request.query("product").orElse(""));
        return Response.json(database.read(tx -> new SqlUpdateStore(tx, request.org()).deviceClasses(product)).stream()
                .map(CapabilitiesDoor::view)
                .toList());
    }

    private static ReportView view(DeviceClasses.Reported one) {
        Capabilities can = one.can();
        OptionalLong most = can.envelopeBytes();
        return new ReportView(
                one.declared(),
                one.devices(),
                can.components().stream().map(CapabilitiesDoor::component).toList(),
                can.commands(),
                can.parameters(),
                can.algorithms(),
                most.isPresent() ? most.getAsLong() : null,
                can.componentBytes().stream()
                        .collect(Collectors.toMap(
                                capacity -> capacity.id().toString(), Capabilities.Capacity::bytes, Math::min)),
                can.deltas(),
                Base64.getEncoder().encodeToString(can.encode()));
    }

    static String component(Capabilities.Component component) {
        return component.id() + (component.subtree() ? "/*" : "");
    }
}
