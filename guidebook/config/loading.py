"""`config.yaml` → `Config`."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from guidebook.config.databases import secrets_in
from guidebook.config.faults import in_chinese
from guidebook.config.settings import Config
from guidebook.config.yaml_text import DuplicateKeyError, load_yaml
from guidebook.errors import ConfigError, why


def load(path: Path | None) -> Config:
    """Read the settings.

    Args:
        path: The configuration file; None gives the built-in settings.

    Raises:
        ConfigError: It can't be read, or holds faults; all of them are listed.
    """
    if path is None:
        return Config()
    try:
        content = load_yaml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError([f"没有这个配置文件：{path}"], "检查 --config 后面的路径") from error
    except OSError as error:
        raise ConfigError(
            [f"读不了配置文件 {path}：{why(error)}"], "检查 --config 后面的路径和权限"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path} 不是 UTF-8 编码"], "用记事本打开，另存为，编码选 UTF-8") from error
    except DuplicateKeyError as error:
        raise ConfigError([f"{path} 第{error.line}行：“{error.key}”写了两遍"], "只留一处") from error
    except yaml.MarkedYAMLError as error:
        line = f"第{error.problem_mark.line + 1}行" if error.problem_mark else ""
        raise ConfigError(
            [f"{path} {line}写法不对：{error.problem}"], "看看缩进、冒号后的空格和引号"
        ) from error
    except yaml.YAMLError as error:
        raise ConfigError([f"{path} 写法不对：{error}"]) from error
    if content is None:
        content = {}
    if not isinstance(content, dict):
        raise ConfigError([f"{path} 里应是“设置项: 值”的样子"], "照仓库里的 config.yaml 来写")
    if places := list(secrets_in(content)):
        raise ConfigError(
            [f"{path} {place}：写着带密码的地址，配置文件里不能有密码" for place in places],
            "从这里删掉；地址放进一个环境变量，这里只写变量的名字（url_env），见 docs/databases.md；密码也该换了",
        )
    try:
        config = Config.model_validate(content)
    except ValidationError as error:
        faults = [f"{path} {fault}" for fault in in_chinese(error)]
        raise ConfigError(faults, "改好以后再运行") from error
    config._path = path
    return config
