using System.CommandLine;

namespace EdgarApi.Cli;

/// <summary>The API that a command asks.</summary>
/// <param name="Url">Base URL.</param>
/// <param name="Key">API key; null for public routes only.</param>
internal sealed record ApiAddress(Uri Url, string? Key)
{
    /// <summary>The environment variable of the key.</summary>
    public const string KeyVariable = "EDGAR_API_KEY";

    private const string UrlVariable = "EDGAR_API_URL";

    public static Option<string?> CreateUrlOption() => new("--url")
    {
        Description = $"Base URL of the API. Default: {UrlVariable} from the environment, then the system that ./run started.",
        HelpName = "url",
    };

    public static Option<string?> CreateKeyOption() => new("--key")
    {
        Description = $"API key. Default: {KeyVariable} from the environment; for the system that ./run started, its development key.",
        HelpName = "key",
    };

    /// <summary>Finds the API from the options, the environment, or the system that <c>./run</c> started.</summary>
    /// <exception cref="CommandException">No URL is found, or it is invalid.</exception>
    public static ApiAddress Find(string? url, string? key)
    {
        var (givenUrl, givenKey) = (url ?? Read(UrlVariable), key ?? Read(KeyVariable));
        var running = givenUrl is null ? LocalRun.Find() : null;
        var text = givenUrl ?? running?.FindValue("api")
            ?? throw new CommandException($"no API: start the system with ./run, or set --url http://localhost:8080 or {UrlVariable}");
        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new(address, givenKey ?? running?.FindValue("key"))
            : throw new CommandException($"--url must be a URL such as http://localhost:8080, not '{text}'");
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
