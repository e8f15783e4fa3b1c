package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster product}. */
@Command(
        name = "product",
        description = "Describe products.",
        subcommands = {
            ProductVerbs.Add.class,
            ProductVerbs.Show.class,
            ProductStateVerb.class,
            UpdateLists.Products.class
        })
public final class ProductVerbs extends VerbGroup {

    /** {@code muster product add}. */
    @Command(name = "add", description = "Add a product, with the time in which it gets security support.")
    static final class Add extends Verb {
        @Parameters(paramLabel = "PRODUCT", description = "Its id, such as acme-cam.")
        private String id = "";

        @Option(names = "--name", paramLabel = "TEXT", required = true, description = "Its name for people.")
        private String name = "";

        @Option(names = "--maker", paramLabel = "NAME", required = true, description = "Who makes it.")
        private String maker = "";

        @Option(names = "--model", paramLabel = "WORD", required = true, description = "The maker's model word.")
        private String model = "";

        @Option(names = "--support-from", paramLabel = "DATE", required = true, description = "Such as 2026-11-21.")
        private String from = "";

        @Option(names = "--support-until", paramLabel = "DATE", required = true, description = "Such as 2031-11-21.")
        private String until = "";

        @Override
        protected Status run(Screen screen) {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("id", id);
            body.put("name", name);
            body.put("maker", maker);
            body.put("model", model);
            body.put("supportFrom", instant("--support-from", from));
            body.put("supportUntil", instant("--support-until", until));
            try (var api = api()) {
                screen.result(api.post(path("products"), body), id + " is a product of " + maker);
                return Status.YES;
            }
        }

        private static String instant(String option, String date) {
            try {
                return LocalDate.parse(date)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toString();
            } catch (DateTimeException e) {
                throw new CommandFailed(Status.USAGE, option + " is a date such as 2031-11-21, not " + date + ".", e);
            }
        }
    }

    /** {@code muster product show}. */
    @Command(name = "show", description = "Show one product with its devices, or all products.")
    static final class Show extends Verb {
        @Parameters(paramLabel = "PRODUCT", arity = "0..1", description = "Its id; all when left out.")
        private String id = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                JsonNode answer = api.get(path(id.isEmpty() ? "products" : "products/" + id));
                if (screen.wantsJson()) {
                    screen.json(answer);
                    return Status.YES;
                }
                List<List<String>> rows = new ArrayList<>();
                rows.add(List.of("product", "name", "maker", "model", "support until"));
                for (JsonNode product : id.isEmpty() ? answer.path("products") : List.of(answer)) {
                    rows.add(List.of(
                            product.path("id").asString(),
                            product.path("name").asString(),
                            product.path("maker").asString(),
                            product.path("model").asString(),
                            product.path("supportUntil").asString()));
                }
                screen.table(rows);
                for (JsonNode device : answer.path("devices")) {
                    screen.line("  " + device.path("id").asString() + "  "
                            + device.path("state").asString() + " since "
                            + device.path("since").asString());
                }
                return Status.YES;
            }
        }
    }
}
