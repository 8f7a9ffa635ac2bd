using System.Globalization;
using System.Text;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Ops;
using EdgarApi.Api.WebSecurity;
using EdgarApi.ServiceDefaults.Telemetry;

namespace EdgarApi.Tests.Settings;

/// <summary>Generates <c>docs/settings.md</c> from the options classes.</summary>
internal static class SettingsPage
{
    private static readonly (string Name, string Programs, string Default, string Description)[] Others =
    [
        ("ConnectionStrings:edgardb", "API, Warmer, CLI", "required", "Connection string of the Postgres primary."),
        ("ConnectionStrings:edgardb-api", "API, Warmer", "",
            "Connection string of the replica for requests; further ones are `edgardb-api-2`, `edgardb-api-3` and so on."),
        ("ConnectionStrings:edgardb-analytics", "API, Warmer", "",
            "Connection string of the replica for reads of many companies; further ones are numbered too."),
        ("ConnectionStrings:redis", "API, Warmer, CLI", "",
            "Connection string of Redis. Without it a process caches in memory only and counts requests on its own."),
        (DevelopmentKey.Setting, "API", "", "An API key that allows everything, in the environment Development only."),
        ($"{AllowedOrigins.Section}:{{n}}", "API", "",
            "Origin of a site whose scripts may use session tokens, such as `https://app.example.com`."),
        (DocumentDescription.Contact, "API", "",
            "Email address or URL of those who answer questions about this installation, for the OpenAPI documents."),
        ("EdgarApi:DataDirectory", "API, Warmer", "`edgar` in the folder for temporary files",
            "Parent folder of `EdgarApi:Usage:SpoolDirectory`."),
        (OpsSettings.Enabled, "API", "`true` in Development", "Whether `/ops` is served, the operators' page."),
        (OpsSettings.PrometheusUrl, "API", "",
            "Address of Prometheus, such as `http://127.0.0.1:9090`, for `/ops`. Without it the page shows current values of one process."),
        (TlsRequirement.RequireHttps, "API", "`true` outside Development", "Whether plain HTTP is redirected to HTTPS."),
        ($"{TierCatalog.Section}:{{tier}}:{{limit}}", "API, Warmer, CLI", "`EdgarApi.Accounts/tiers.json`",
            "A limit of a tier, for example `EdgarApi:Tiers:basic:RequestsPerMinute`; `unlimited` removes it."),
        (MetricsEndpoint.UrlSetting, "API, Warmer", "",
            "Further address to listen on, such as `http://*:9464`, which alone serves `/metrics`. Without it `/metrics` is served in the "
                + "environment Development only."),
        ("EdgarApi:TracesPerSecond", "API, Warmer", "`100`", "Maximum number of traces that a process samples per second; 0 samples none."),
        ($"{TrustedProxies.Section}:{{n}}", "API", "",
            "Address or network of a proxy whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted."),
        ("HTTPS_PORT", "API", "`443`", "Port of the HTTPS address to which plain HTTP is redirected."),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "API, Warmer", "", "Address to which traces, metrics and logs are exported."),
    ];

    private const string Rule = "| --- | --- | --- | --- |\n";

    private const string Introduction = """
        # Settings

        Generated from the options classes. The settings files of the API ([appsettings.json](../EdgarApi.Api/appsettings.json)) and of the
        Warmer ([appsettings.json](../EdgarApi.Warmer/appsettings.json)) list the same settings with their defaults. Environment variables
        override the files (`EdgarApi__Cache__MemoryMegabytes=256`), and arguments override both (`--EdgarApi:Cache:MemoryMegabytes=256`).
        Times are written as `days.hours:minutes:seconds`. A program with an invalid setting ends with a line that names the setting and the
        valid values.

        [operations.md](operations.md#settings-of-a-local-run) has the settings of a local run.

        """;

    public static string Create()
    {
        var page = new StringBuilder(Introduction);
        foreach (var options in SettingCatalog.Classes) AppendClass(page, options);
        page.Append("\n## Others\n\nSettings without an options class.\n\n| setting | used by | default | |\n" + Rule);
        foreach (var (name, programs, @default, description) in Others)
            page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {programs} | {@default} | {description} |\n");
        return page.ToString();
    }

    private static void AppendClass(StringBuilder page, Type options)
    {
        var programs = SettingCatalog.GetPrograms(options).Select(program => program == SettingCatalog.Api ? "API" : "Warmer");
        page.Append(CultureInfo.InvariantCulture, $"\n## {SettingCatalog.GetSection(options)}\n\n{SettingCatalog.Describe(options)} ");
        page.Append(CultureInfo.InvariantCulture, $"Used by: {string.Join(" and ", programs)}.\n\n");
        page.Append("| setting | default | range | |\n" + Rule);
        foreach (var setting in SettingCatalog.GetSettings(options))
        {
            var description = setting.Description.Replace("|", "\\|", StringComparison.Ordinal);
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{setting.Property.Name}` | {ToCode(setting.DefaultText)} | {setting.Range} | {description} |\n");
        }
    }

    private static string ToCode(string text) => text.Length == 0 ? "" : $"`{text}`";
}
