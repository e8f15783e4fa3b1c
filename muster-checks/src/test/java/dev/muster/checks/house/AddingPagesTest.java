package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.Check;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Rows;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of docs/adding compile as they are printed. */
class AddingPagesTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path classes;

    private Class<?> compiled(String page, String name) throws Exception {
        Path root = Path.of(System.getProperty("muster.root"));
        Matcher code = JAVA.matcher(Files.readString(root.resolve("docs/adding").resolve(page)));
        assertThat(code.find()).isTrue();
        String text = code.group(1);
        StringWriter said = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///example/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        boolean good = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(source))
                .call();
        assertThat(good).as(said.toString()).isTrue();
        return new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())
                .loadClass("example." + name);
    }

    @ParameterizedTest
    @CsvSource({
        "a-check.md, InService",
        "a-page.md, RoomsPage",
        "a-door.md, NotesDoor",
        "a-command.md, RoomsVerb",
    })
    void theExampleCompiles(String page, String name) throws Exception {
        assertThat(compiled(page, name).getSimpleName()).isEqualTo(name);
    }

    @Test
    void theCheckHasItsWordsAndThePageIsAPage() throws Exception {
        Check check =
                (Check) compiled("a-check.md", "InService").getConstructor().newInstance();
        assertThat(check.id()).isEqualTo("EX-in-service");
        Class<?> page = compiled("a-page.md", "RoomsPage");
        Object rooms = page.getConstructor(Contributions.class, List.class).newInstance(new Contributions(), List.of());
        page.getMethod("addTo", Routes.class).invoke(rooms, new Routes());
        Object html = page.getMethod("html", String.class, Rows.Wanted.class)
                .invoke(rooms, "demo", new Rows.Wanted("", false, 0, 10));
        assertThat(html.toString()).contains("<h1>0 rooms</h1>", ">Rooms</a>", "aria-current=\"page\"");
    }

    @Test
    void everyPageOfTheFolderIsNamedWhereAContributorLooks() throws Exception {
        Path root = Path.of(System.getProperty("muster.root"));
        String contributing = Files.readString(root.resolve("CONTRIBUTING.md"));
        try (var pages = Files.list(root.resolve("docs/adding"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .allSatisfy(page -> assertThat(contributing).contains("docs/adding/" + page));
        }
    }
}
