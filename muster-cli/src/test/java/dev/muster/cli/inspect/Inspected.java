package dev.muster.cli.inspect;

import dev.muster.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** What {@code muster inspect} said in one run. */
record Inspected(int status, String out, String err) {
    static Inspected of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Stream.concat(
                        Stream.of("inspect"), Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new);
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Inspected(status, out.toString(), err.toString());
    }
}
