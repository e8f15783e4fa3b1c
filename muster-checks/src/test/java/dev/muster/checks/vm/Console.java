package dev.muster.checks.vm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shell of the machine's root on its second serial line: the test's eyes, no part of the device. */
final class Console implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;

    private final SocketChannel line;
    private int asked;

    Console(Path path) throws IOException {
        this.line = SocketChannel.open(StandardProtocolFamily.UNIX);
        line.connect(UnixDomainSocketAddress.of(path));
        line.configureBlocking(false);
    }

    /** What a command said, and how it ended. */
    record Said(String text, int status) {}

    /** @throws IOException when it does not answer in time */
    Said run(Duration longest, String command) throws IOException, InterruptedException {
        String mark = "@" + ++asked + "@";
        Pattern end = Pattern.compile("(?s)" + mark + "begin\\s*(.*?)" + mark + "end (\\d+)");
        // The shell shows what is typed: what it says is told apart by quotes that it takes away.
        String typed = "echo " + mark + "''begin; { " + command + "; } 2>&1; echo " + mark + "''end $?\n";
        ByteBuffer words = ByteBuffer.wrap(typed.getBytes(StandardCharsets.UTF_8));
        while (words.hasRemaining()) {
            line.write(words);
        }
        StringBuilder heard = new StringBuilder();
        ByteBuffer some = ByteBuffer.allocate(4096);
        for (long until = System.nanoTime() + longest.toNanos(); System.nanoTime() < until; ) {
            if (line.read(some.clear()) > 0) {
                heard.append(StandardCharsets.UTF_8.decode(some.flip()));
                Matcher found = end.matcher(heard);
                if (found.find()) {
                    return new Said(found.group(1).strip(), Integer.parseInt(found.group(2)));
                }
            } else {
                Thread.sleep(LOOK_MILLIS);
            }
        }
        throw new IOException("no answer to " + command + ": " + heard);
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
