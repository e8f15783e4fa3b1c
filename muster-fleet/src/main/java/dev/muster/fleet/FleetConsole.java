package dev.muster.fleet;

import dev.muster.agent.Notice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * Controls a fleet by lines of text. Orders: {@code start all}, {@code start ID…}, {@code stop ID}, {@code tamper ID
 * FILE}, {@code quit}. Answers, tab-separated: {@code ok ORDER}, {@code error ORDER MESSAGE}, and as they happen {@code
 * notice ID TIME WORD DETAIL}. It ends when its input does, so a fleet does not outlive the process that controls it.
 */
public final class FleetConsole {

    private final PrintWriter out;

    public FleetConsole(PrintWriter out) {
        this.out = out;
    }

    /** Prints one notice; call it from any thread. */
    public void noticed(String device, Notice notice) {
        say("notice", device, notice.at().toString(), notice.what().word(), notice.detail());
    }

    /** Follows orders until {@code quit} or the end of the input. */
    public void run(Fleet fleet, BufferedReader in) throws IOException, InterruptedException {
        say("ready", "simulated devices: " + fleet.ids().size());
        String line;
        while ((line = in.readLine()) != null) {
            String[] words = line.strip().split(" +");
            if (words[0].equals("quit")) {
                return;
            }
            try {
                act(fleet, words);
                say("ok", line);
            } catch (IOException e) {
                say("error", line, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void act(Fleet fleet, String[] words) throws IOException, InterruptedException {
        List<String> arguments = List.of(words).subList(1, words.length);
        switch (words[0]) {
            case "start" -> {
                fleet.look();
                for (String id : arguments.equals(List.of("all")) ? fleet.ids() : arguments) {
                    fleet.start(id);
                }
            }
            case "stop" -> fleet.stop(one(arguments, 0));
            case "tamper" -> fleet.tamper(one(arguments, 0), one(arguments, 1));
            default -> throw new IOException("not an order: " + words[0]);
        }
    }

    private static String one(List<String> arguments, int index) throws IOException {
        if (index >= arguments.size()) {
            throw new IOException("an argument is missing");
        }
        return arguments.get(index);
    }

    private synchronized void say(String... parts) {
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            if (!line.isEmpty()) {
                line.append('\t');
            }
            line.append(part.replaceAll("[\\t\\r\\n]", " "));
        }
        out.println(line);
        out.flush();
    }
}
