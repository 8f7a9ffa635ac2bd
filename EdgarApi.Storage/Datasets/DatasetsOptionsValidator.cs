using Microsoft.Extensions.Options;

namespace EdgarApi.Storage.Datasets;

/// <summary>
/// Rejects a folder that depends on the working directory or is a file. A folder that does not exist yet is valid: the Warmer creates it.
/// </summary>
internal sealed class DatasetsOptionsValidator : IValidateOptions<DatasetsOptions>
{
    public ValidateOptionsResult Validate(string? name, DatasetsOptions options) => options.Directory switch
    {
        null or "" => ValidateOptionsResult.Success,
        var folder when !Path.IsPathFullyQualified(folder) => ValidateOptionsResult.Fail(
            $"EdgarApi:Datasets:Directory is '{folder}', but must be an absolute path such as '/var/lib/edgar/datasets'."),
        var folder when File.Exists(folder) => ValidateOptionsResult.Fail(
            $"EdgarApi:Datasets:Directory is '{folder}', which is a file. It must be a folder."),
        _ => ValidateOptionsResult.Success,
    };
}
