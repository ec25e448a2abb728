import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Answers every path with its version and what it found in its environment; `mode` in the jar tells how it fails. */
public class Main {
    static String resource(String name) throws Exception {
        try (var stream = Main.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }

    public static void main(String[] arguments) throws Exception {
        String version = resource("version"), mode = resource("mode");
        System.out.println("this is version " + version);
        if (mode.equals("crash")) throw new IllegalStateException("the configuration is wrong");
        if (mode.equals("memory")) System.out.println(new long[Integer.MAX_VALUE].length);
        if (mode.equals("silent")) Thread.sleep(Long.MAX_VALUE);
        Map<String, String> found = new TreeMap<>(System.getenv());
        found.put("version", version);
        found.put("user", System.getProperty("user.name"));
        StringBuilder text = new StringBuilder();
        found.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        int status = mode.matches("\\d+") ? Integer.parseInt(mode) : 200;
        var server = HttpServer.create(new InetSocketAddress(Integer.parseInt(System.getenv("SERVER_PORT"))), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
            if (status != 204) exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("listening");
    }
}
