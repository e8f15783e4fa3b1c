package dev.muster.agent.linux;

import dev.muster.format.network.mud.SaidOnWire;
import java.io.IOException;
import java.time.InstantSource;

/** The listener of {@link IntroductionsTest}. */
public final class IntroductionsMain {
    private IntroductionsMain() {}

    public static void main(String[] arguments) throws Exception {
        int[] frames = {0};
        Thread listener = Thread.ofPlatform().daemon().start(() -> {
            try {
                LinkFrames.introductions(arguments[0], InstantSource.system(), frame -> {
                    frames[0]++;
                    SaidOnWire.of(frame)
                            .ifPresent(said -> System.out.println(
                                    said.mac() + " " + (said.lldp() ? "LLDP" : "DHCP") + " " + said.url()));
                });
            } catch (IOException no) {
                System.out.println(no.getMessage());
            }
        });
        Thread.sleep(300);
        System.out.println("hearing");
        while (System.in.read() >= 0) {
            // Until the other end closes it.
        }
        listener.interrupt();
        listener.join();
        System.out.println("frames " + frames[0]);
        System.exit(0);
    }
}
