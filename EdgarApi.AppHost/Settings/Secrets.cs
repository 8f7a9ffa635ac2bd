namespace EdgarApi.AppHost.Settings;

/// <summary>
/// Generated passwords and keys, which Aspire keeps in the user secrets of this checkout (see <c>UserSecretsId</c> in the project file).
/// </summary>
internal static class Secrets
{
    /// <summary>Letters and digits only: the values appear in connection strings.</summary>
    public static GenerateParameterDefault Generator { get; } = new() { MinLength = 32, Special = false };

    /// <summary>A parameter with a generated value; <c>Parameters:name</c> sets another.</summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, Generator, secret: true, persist: true);
}
