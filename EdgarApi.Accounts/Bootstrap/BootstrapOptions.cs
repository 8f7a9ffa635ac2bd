using EdgarApi.Accounts.Keys;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Bootstrap;

/// <summary>What a new installation starts with; configuration section <c>EdgarApi:Bootstrap</c>.</summary>
public sealed class BootstrapOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Bootstrap";

    /// <summary>Name of the organization that operates the installation.</summary>
    public string Organization { get; set; } = "operator";

    /// <summary>
    /// The first key for <c>/admin</c>, from <c>edgar keys generate</c>; none if empty. Read by <c>EdgarApi.Warmer migrate</c> only.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>The Warmer's key, from <c>edgar keys generate</c>; none if empty. Read by <c>EdgarApi.Warmer migrate</c> only.</summary>
    public string? WarmerKey { get; set; }

    /// <summary>
    /// Names of the managed identities that may use the database. Read by <c>EdgarApi.Warmer migrate</c> only, whose own identity must be
    /// an administrator of the server.
    /// </summary>
    public IReadOnlyList<string> Principals { get; set; } = [];
}

/// <summary>Rejects texts that are not keys, and one key for both purposes.</summary>
internal sealed class BootstrapOptionsValidator : IValidateOptions<BootstrapOptions>
{
    public ValidateOptionsResult Validate(string? name, BootstrapOptions options)
    {
        var failures = new List<string>();
        if (options.Organization.Trim().Length is 0 or > 200)
            failures.Add("EdgarApi:Bootstrap:Organization must have 1 to 200 characters (the default is operator).");
        Check(nameof(options.AdminKey), options.AdminKey);
        Check(nameof(options.WarmerKey), options.WarmerKey);
        if (options.AdminKey is { Length: > 0 } key && key == options.WarmerKey)
        {
            failures.Add(
                "EdgarApi:Bootstrap:AdminKey and EdgarApi:Bootstrap:WarmerKey must differ: the Warmer needs no rights of operators.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        // The message does not repeat what may be a secret.
        void Check(string setting, string? text)
        {
            if (string.IsNullOrEmpty(text) || (KeyText.TryRead(text, out var read) && read.Kind != KeyKind.Session)) return;
            failures.Add($"EdgarApi:Bootstrap:{setting} is not a key. 'edgar keys generate' prints one.");
        }
    }
}
