using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Keys;

/// <summary>The one key of a run on a developer's machine: it stands in no table, opens everything and has no limits.</summary>
internal sealed class DevelopmentKey
{
    /// <summary>Its setting.</summary>
    public const string Setting = "EdgarApi:DevelopmentKey";

    private readonly SecretHash? secret;

    public DevelopmentKey(string? text, Tier tier)
    {
        secret = string.IsNullOrEmpty(text) ? null : new SecretHash(KeyText.ComputeHash(text));
        Caller = new Caller("development", tier, KeyScope.Read | KeyScope.Admin | KeyScope.Operate);
    }

    public Caller Caller { get; }

    /// <exception cref="OptionsValidationException">It is set outside of the environment Development, or unusable.</exception>
    public static DevelopmentKey Create(IConfiguration configuration, IHostEnvironment environment, TierCatalog tiers)
    {
        var text = configuration[Setting];
        if (!string.IsNullOrEmpty(text) && !environment.IsDevelopment())
            throw Wrong(
                $"{Setting} is set, but the environment is {environment.EnvironmentName}: it would open everything to whoever has read it somewhere. Remove the "
                + "setting and make keys with 'edgar keys create', or set ASPNETCORE_ENVIRONMENT to Development.");
        if (text?.Length > KeyText.MaxLength) throw Wrong($"{Setting} has {text.Length} characters; {KeyText.MaxLength} are the most.");
        if (KeyText.TryRead(text, out _)) throw Wrong($"{Setting} has the form of a key that is on file; give it any other text.");
        return new DevelopmentKey(text, tiers.Development);
    }

    private static OptionsValidationException Wrong(string why) => new(Setting, typeof(string), [why]);

    public bool Matches(ReadOnlySpan<char> text) => secret is not null && text.Length <= KeyText.MaxLength && secret.Matches(text);
}
