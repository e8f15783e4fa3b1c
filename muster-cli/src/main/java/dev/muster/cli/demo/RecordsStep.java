package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import java.util.Map;

/** What no machine can see of a product: its maker says which rows ask anything of it, and where its papers lie. */
final class RecordsStep implements Step {

    @Override
    public String name() {
        return "records";
    }

    @Override
    public void run(DemoWorld world, Story story) {
        ApiClient api = world.api();
        int papers = 0;
        int answers = 0;
        for (Map<String, String> row : DemoTable.read("product.tsv")) {
            String value = DemoTable.word(row, "value");
            api.post(
                    DemoWorld.path("products/" + DemoPlan.PRODUCT + "/records"),
                    Map.of("fact", DemoTable.word(row, "fact"), "value", value, "reason", "the demo's maker says so"));
            papers += value.startsWith("https://") ? 1 : 0;
            answers += value.startsWith("https://") ? 0 : 1;
        }
        story.line(
                name(),
                "Acme records " + papers + " papers of its product (made up: nothing lies there) and answers " + answers
                        + " questions that decide which rows ask for anything",
                Map.of("papers", papers, "answers", answers));
    }
}
