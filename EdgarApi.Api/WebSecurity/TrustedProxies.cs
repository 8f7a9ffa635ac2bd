using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace EdgarApi.Api.WebSecurity;

/// <summary>
/// The proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are trusted. The setting <c>EdgarApi:TrustedProxies</c> lists
/// their addresses and networks. The headers of all other clients are ignored because anyone can forge them.
/// </summary>
internal static class TrustedProxies
{
    public const string Section = "EdgarApi:TrustedProxies";

    public static void AddTrustedProxies(this IHostApplicationBuilder builder)
    {
        var trusted = builder.Configuration.GetSection(Section).GetChildren()
            .Select(entry => (entry.Path, entry.Value)).Select(Read).ToList();
        // Overrides ASPNETCORE_FORWARDEDHEADERS_ENABLED, which trusts everyone.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = trusted.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // Walk back through all trusted proxies. The first address that is not one of them is the client's.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in trusted) options.KnownIPNetworks.Add(network);
        });
    }

    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        return options.ForwardedHeaders == ForwardedHeaders.None ? app : app.UseForwardedHeaders();
    }

    private static IPNetwork Read((string Path, string? Value) entry) =>
        IPNetwork.TryParse(entry.Value, out var network) ? network
        : IPAddress.TryParse(entry.Value, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new OptionsValidationException(
            entry.Path, typeof(IPNetwork),
            [$"{entry.Path} is '{entry.Value}', but must be an address such as 10.0.0.5 or a network such as 10.0.0.0/16."]);
}
