using System.Text;

namespace EdgarApi.Tests.Fuzzing.Hostile;

/// <summary>What the requests of the corpus contain, by kind. Values are percent-encoded as they are sent.</summary>
internal static class HostileValues
{
    /// <summary>Values of parameters, with the name of what is wrong with them.</summary>
    public static IReadOnlyList<(string Kind, string Value)> Parameters { get; } =
    [
        ("wrong type", "true"), ("wrong type", "%7B%7D"), ("wrong type", "%5B1%2C2%5D"), ("wrong type", "NaN"), ("wrong type", "0x10"),
        ("empty", ""), ("empty", "%20%09"), ("empty", "null"),
        ("overlong", new string('9', 300)), ("overlong", new string('A', 3500)),
        ("overlong", string.Join(',', Enumerable.Repeat("x", 900))),
        ("unicode", "%E2%80%AE%E2%80%8B"), ("unicode", "%F0%9F%92%A5%CC%B4%CC%81"), ("unicode", "%EF%BC%94%EF%BC%92"),
        ("unicode", "%D9%A4"),
        ("control characters", "%00"), ("control characters", "4%0D%0AX-Injected%3A%20yes"), ("control characters", "%1B%5B2J%07%7F"),
        ("invalid encoding", "%FF%FE"), ("invalid encoding", "%C0%AF"), ("invalid encoding", "%ED%A0%80"), ("invalid encoding", "%zz%"),
        ("invalid encoding", "%2500%252e%252e"),
        ("traversal", "..%2F..%2F..%2Fetc%2Fpasswd"), ("traversal", "..%5C..%5Cwindows%5Cwin.ini"),
        ("traversal", "file%3A%2F%2F%2Fetc%2Fpasswd"),
        ("huge number", "9223372036854775808"), ("huge number", "-2147483649"), ("huge number", "1e309"),
        ("date", "2024-02-30"), ("date", "0000-00-00"), ("date", "9999-12-31T23:59:60Z"), ("date", "%2B275760-09-13"),
        ("injection", "'%20OR%201%3D1--"), ("injection", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
        ("injection", "%24%7Bjndi%3Aldap%3A%2F%2Fx%7D"), ("injection", "%3D1%2B1%7Ccmd"),
    ];

    /// <summary>Methods that the routes do not have, and words that are no methods.</summary>
    public static IReadOnlyList<string> Methods { get; } =
        ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND", "get", "G@T", new string('M', 40)];

    /// <summary>Header lines.</summary>
    public static IReadOnlyList<string> Headers { get; } =
    [
        "Accept: ;;;q=2,,*", "Accept: text/csv;q=nan, application/json;q=-1", $"Accept: {string.Join(',', Enumerable.Repeat("a/b", 2000))}",
        "Accept-Encoding: br;q=9, gzip;q=, *;q=0", "Accept-Encoding: identity;q=0, *;q=0", "If-None-Match: \"", "If-None-Match: W/,,\"\"\"",
        $"If-None-Match: {string.Join(", ", Enumerable.Repeat("\"x\"", 1500))}", "If-Modified-Since: Fri, 31 Dec 9999 23:59:60 GMT",
        "Range: bytes=9-1,-,99999999999999999999-", "If-Match: \"x\"", "Content-Length: 0", "Content-Type: \u0001/\u0002",
        "Content-Type: application/json; charset=utf-99", "Authorization: Bearer", "Authorization: Basic ====",
        $"Authorization: Bearer {new string('x', 8000)}", "X-Forwarded-For: 999.999.999.999, ::::, <script>",
        "X-Forwarded-Host: evil.example, evil.example", "Origin: null", "Origin: http://[::1", "Cookie: =;=;a=b;;",
        "Upgrade: h2c, websocket",
        "Sec-WebSocket-Key: x", "traceparent: 00-00000000000000000000000000000000-0000000000000000-00", "traceparent: zz",
        $"baggage: {string.Join(',', Enumerable.Repeat("a=b", 1000))}", "Sec-Purpose: prefetch;;;", "Accept-Language: \u00e4\u00f6;q=x",
        "Expect: 200-maybe", "Max-Forwards: -1", "X-HTTP-Method-Override: DELETE", $"X-Long: {new string('y', 31_000)}",
        string.Join("\r\n", Enumerable.Range(0, 90).Select(number => $"X-Many-{number}: 1")), "X-Bell: \u0007", " folded: yes", "NoColon",
        ": empty", "Host: other.example", "Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked",
    ];

    /// <summary>Bodies for routes that change something, none of which is valid for any of them.</summary>
    public static IReadOnlyList<byte[]> Bodies { get; } =
    [
        .. new[]
        {
            "", "null", "[]", "true", "0", "\"text\"", "{", "}", "{\"a\":", "{\"name\":}", "{\"name\":null}", "{\"name\":[]}",
            "{\"name\":{}}",
            "{\"name\":1e999}", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"\\ud800\"}", "{\"name\":\"\\u0000\"}", "{\"userId\":\"1\"}",
            "{\"userId\":9223372036854775808,\"name\":\"x\"}", "{\"userId\":-1,\"name\":\"x\"}", "{\"unknown\":1}", "{\"__proto__\":{}}",
            "{\"full\":\"yes\"}", "{\"companies\":[null]}", "{\"companies\":[\"../../etc/passwd\"]}", "{\"strategy\":\"\u202e\"}",
            "{\"graceSeconds\":1e100}", "{\"lifetimeSeconds\":-1}", "{\"scopes\":[\"root\"],\"userId\":1,\"name\":\"x\"}",
            $"{{\"name\":\"{new string('n', 5000)}\"}}", $"{{\"name\":\"{new string('n', 20_000)}\"}}",
            $"{new string('[', 3000)}{new string(']', 3000)}", $"{{\"companies\":[{string.Join(',', Enumerable.Repeat("1", 3000))}]}}",
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><x>&y;</x>", "name=Acme&tier=pro", "\uFEFF{}",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE, 0, 0], [0xC0, 0x80], [.. Enumerable.Repeat((byte)0, 1000)],
    ];
}
